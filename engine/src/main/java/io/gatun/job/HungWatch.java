package io.gatun.job;

import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.WorkerSlot;
import io.gatun.posix.Proc;

/**
 * Looks whether workers get on with their chunks. One that is at the same for longer than the job allows is asked to leave its chunk,
 * and killed if it does not. It is seen from outside, by what changes in a worker's row, so that a stopped process is no different
 * from a kernel that loops, and chunks cost nothing for it.
 *
 * <p>A worker that holds nothing may rightly do so for long: it sleeps, or it still comes up. But it may have been stopped before it
 * looked for work, and if it is the only one nobody will ever do any. So after the same time the kernel is asked whether it is.
 */
final class HungWatch {
    private static final long HOLDS_NOTHING = -1;

    private final long limitNanos;
    private final long[] state;
    private final long[] sinceNanos;
    private final boolean[] asked;

    HungWatch(long limitNanos, int workers) {
        this.limitNanos = limitNanos;
        this.state = new long[workers];
        this.sinceNanos = new long[workers];
        this.asked = new boolean[workers];
        for (int number = 0; number < workers; number++) {
            restart(number, HOLDS_NOTHING, System.nanoTime());
        }
    }

    /** Looks; to be called every few milliseconds. */
    void look(Workforce workers, CurrentJob current) {
        long nowNanos = System.nanoTime();
        for (int number = 0; number < state.length; number++) {
            long now = state(workers.row(number), current);
            if (now != state[number]) {
                restart(number, now, nowNanos);
            } else if (nowNanos - sinceNanos[number] > limitNanos) {
                if (now == HOLDS_NOTHING
                        && !Proc.isStopped(workers.process(number).pid())) {
                    restart(number, now, nowNanos);
                } else {
                    act(workers, number, nowNanos - sinceNanos[number]);
                }
            }
        }
    }

    private void restart(int number, long now, long nowNanos) {
        state[number] = now;
        sinceNanos[number] = nowNanos;
        asked[number] = false;
    }

    private void act(Workforce workers, int number, long elapsedNanos) {
        if (!asked[number]) {
            asked[number] = true;
            workers.row(number).cancel(workers.row(number).currentChunk());
        } else if (elapsedNanos - limitNanos > WorkerPool.graceNanos()) {
            workers.process(number).killAsHung();
        }
    }

    /** What changes whenever the worker gets on. */
    private static long state(WorkerSlot row, CurrentJob current) {
        boolean awaited = current.schedule() == Schedule.STATIC && row.isAttached() && !row.hasPartIn(current);
        if (!row.isInside() && !awaited) {
            return HOLDS_NOTHING;
        }
        return row.hasPartIn(current) ? 2 * row.chunksDone() + (row.currentChunk() < 0 ? 0 : 1) + 1 : 0;
    }
}
