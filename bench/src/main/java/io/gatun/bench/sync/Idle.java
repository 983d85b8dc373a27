package io.gatun.bench.sync;

/** How those wait who do not sleep: first they spin, then they yield. The same for all that are compared by it. */
final class Idle {
    private static final int SPINS = 200;

    private int waits;

    /** Waits a little. */
    @SuppressWarnings("ThreadPriorityCheck") // the other may need this very processor
    void idle() {
        waits++;
        if (waits > SPINS) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    /** Says that what was waited for has come. */
    void reset() {
        waits = 0;
    }
}
