package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Waiting for a word to change without sleeping, for as long as that is likely to be worth it.
 *
 * <p>To sleep and to be woken costs some ten microseconds, and costs the waker a system call. So a waiter spins for
 * {@value #ROUNDS} rounds, and if its last wait was a short one, for up to {@value #MAX_NANOS} ns: otherwise two processes that
 * answer each other could go on sleeping through each other's wake-ups for ever, each a little too early.
 *
 * <p><b>Threads:</b> one.
 */
final class Spin {
    /** About 10 µs on a processor whose pause takes 140 cycles. */
    private static final int ROUNDS = 200;

    private static final int ROUNDS_BETWEEN_LOOKS_AT_THE_CLOCK = 32;
    private static final long MAX_NANOS = 200_000;
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;
    private long beganNanos;
    private long lastNanos = Long.MAX_VALUE;

    Spin(MemorySegment memory) {
        this.memory = memory;
    }

    /** Waits; tells, with acquire, whether the word has changed. */
    boolean whileEqual(long offset, int value) {
        beganNanos = System.nanoTime();
        long limitNanos = lastNanos < MAX_NANOS ? MAX_NANOS : 0;
        for (int round = 0; ; round++) {
            if ((int) INT.getAcquire(memory, offset) != value) {
                lastNanos = System.nanoTime() - beganNanos;
                return true;
            }
            Thread.onSpinWait();
            if (round >= ROUNDS
                    && round % ROUNDS_BETWEEN_LOOKS_AT_THE_CLOCK == 0
                    && System.nanoTime() - beganNanos >= limitNanos) {
                return false;
            }
        }
    }

    /** Notes that the wait which spinning did not end is over now. */
    void slept() {
        lastNanos = System.nanoTime() - beganNanos;
    }
}
