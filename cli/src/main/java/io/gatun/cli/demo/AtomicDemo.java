package io.gatun.cli.demo;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedBarrier;
import io.gatun.value.SharedLong;
import java.util.concurrent.TimeUnit;

/** Two processes count on one number as in {@link RaceDemo}, but in one step each time: nothing is lost, and no lock is needed. */
public final class AtomicDemo {
    private static final int PROCESSES = 2;
    private static final int INCREMENTS = 1_000_000;

    /** Without arguments this is the demo; with the names of what is shared, it is one of its two processes. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(AtomicDemo.class, arguments, AtomicDemo::play, AtomicDemo::count);
    }

    @SuppressWarnings("try") // the barrier is made here, for the processes
    private static void play(Stage stage) throws Exception {
        SegmentName number = stage.name();
        SegmentName start = stage.name();
        try (SharedLong counter = SharedLong.createWithoutLock(number, 0);
                SharedBarrier together = SharedBarrier.create(start, PROCESSES)) {
            stage.run(PROCESSES, number, start);
            long expected = (long) PROCESSES * INCREMENTS;
            long lost = expected - counter.get();
            System.out.println("expected " + expected + ", counted " + counter.get() + ", lost " + lost);
            stage.require(lost == 0, lost + " were lost though each was added in one step");
        }
    }

    private static void count(SegmentName... shared) throws Exception {
        // @start region=atomic
        try (SharedLong counter = SharedLong.attach(shared[0]);
                SharedBarrier together = SharedBarrier.attach(shared[1])) {
            together.await(60, TimeUnit.SECONDS); // both begin now
            for (int i = 0; i < INCREMENTS; i++) {
                counter.getAndAdd(1); // the processor reads, adds and writes, and lets nobody in between
            }
        }
        // @end
    }
}
