package io.gatun.waiting;

/**
 * When a wait is to end.
 *
 * <p><b>Threads:</b> any.
 */
public final class Deadline {
    private final long beganNanos;
    private final long limitNanos;

    private Deadline(long beganNanos, long limitNanos) {
        this.beganNanos = beganNanos;
        this.limitNanos = limitNanos;
    }

    /** Returns the one that is so many nanoseconds from now: at once if that is negative, never if it is {@link Long#MAX_VALUE}. */
    public static Deadline in(long limitNanos) {
        boolean never = limitNanos == Long.MAX_VALUE;
        return new Deadline(never ? 0 : System.nanoTime(), Math.max(0, limitNanos));
    }

    /** Returns how many nanoseconds it is until then, 0 if it is over, {@link Long#MAX_VALUE} if it never comes. */
    public long remainingNanos() {
        return limitNanos == Long.MAX_VALUE ? limitNanos : Math.max(0, limitNanos - (System.nanoTime() - beganNanos));
    }
}
