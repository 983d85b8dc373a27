package io.gatun.job;

import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.WorkerSlot;

/** What each worker did in the rounds of a job that are over, since its row tells of the last one only. */
final class Shares {
    private final long[] vectorElements;
    private final long[] computeNanos;
    private long firstBeganNanos = Long.MAX_VALUE;
    private long lastDoneNanos;

    Shares(int workers) {
        this.vectorElements = new long[workers];
        this.computeNanos = new long[workers];
    }

    void add(Workforce workers, CurrentJob round) {
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            if (row.hasPartIn(round)) {
                vectorElements[number] += row.vectorElements();
                computeNanos[number] += row.lastDoneNanos() - row.beganNanos();
                firstBeganNanos = Math.min(firstBeganNanos, row.beganNanos());
                lastDoneNanos = Math.max(lastDoneNanos, row.lastDoneNanos());
            }
        }
    }

    long vectorElements(int worker) {
        return vectorElements[worker];
    }

    long computeNanos(int worker) {
        return computeNanos[worker];
    }

    /** {@link Long#MAX_VALUE} if nobody has begun. */
    long firstBeganNanos() {
        return firstBeganNanos;
    }

    long lastDoneNanos() {
        return lastDoneNanos;
    }
}
