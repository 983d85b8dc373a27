package io.gatun.job.control;

import io.gatun.posix.Sched;
import java.util.BitSet;

/** Which processor a worker computes on, where its pool was asked to keep each on one. */
public final class Affinity {
    private Affinity() {}

    /** Keeps the calling thread on the processor that is a worker's by its number, among those it may use. */
    public static void pinThisThread(int worker) {
        BitSet processors = Sched.affinity();
        int nth = worker % processors.cardinality();
        Sched.pin(processors.stream().skip(nth).findFirst().orElseThrow());
    }
}
