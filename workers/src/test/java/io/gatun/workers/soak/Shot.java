package io.gatun.workers.soak;

/** A signal that was sent to a worker, and what came of it. Times are on {@link System#nanoTime()}'s clock; 0 is not yet. */
final class Shot {
    private final int worker;
    private final long pid;
    private final Signal signal;
    private final long sentNanos = System.nanoTime();
    private boolean hasEnded;
    private long endedNanos;
    private boolean wasInAJob;
    private long noticedNanos;
    private long givenBackNanos;
    private long replacedNanos;

    /** Makes one that is sent right now. */
    Shot(int worker, long pid, Signal signal) {
        this.worker = worker;
        this.pid = pid;
        this.signal = signal;
    }

    int worker() {
        return worker;
    }

    long pid() {
        return pid;
    }

    Signal signal() {
        return signal;
    }

    /** Notes that its process has ended by it, right now. */
    void ended() {
        hasEnded = true;
        endedNanos = System.nanoTime();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Notes that a job was told of it. */
    void reported(long whenNoticed, long whenGivenBack) {
        hasEnded = true;
        wasInAJob = true;
        noticedNanos = whenNoticed;
        givenBackNanos = whenGivenBack;
    }

    boolean wasInAJob() {
        return wasInAJob;
    }

    /** Notes that another process has come in place of the one that ended. */
    void replaced() {
        replacedNanos = System.nanoTime();
    }

    boolean isReplaced() {
        return replacedNanos != 0;
    }

    long untilEnded() {
        return since(endedNanos);
    }

    long untilNoticed() {
        return since(noticedNanos);
    }

    long untilGivenBack() {
        return since(givenBackNanos);
    }

    long untilReplaced() {
        return since(replacedNanos);
    }

    private long since(long nanos) {
        return nanos == 0 ? 0 : nanos - sentNanos;
    }
}
