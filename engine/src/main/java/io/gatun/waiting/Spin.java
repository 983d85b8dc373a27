package io.gatun.waiting;

import java.util.function.BooleanSupplier;

/**
 * Waiting without sleeping, for as long as that is likely to be worth it.
 *
 * <p>Where two processes that answer each other have a processor each, the answer comes within a microsecond, while to sleep and be woken takes
 * several. Where they share one, or others want it too, the one that spins keeps the other from answering. Which of both it is shows: a spin
 * that was in vain halves the next, down to none; one that was not lengthens it. Every so often it is tried anew, for long enough that even one
 * who sleeps can be woken and answer: otherwise two who could spin would go on sleeping through each other's answers.
 *
 * <p>A pool's waiters, of which one thread each has a clock to look at, do it by time instead ({@code io.gatun.job.control.Spin}).
 *
 * <p><b>Threads:</b> any; what they learn they store plainly, and the last one wins.
 */
public final class Spin {
    /** Some microseconds: as long as it takes to sleep and be woken. */
    private static final int FIRST_ROUNDS = 200;

    /** Some tens of microseconds. */
    private static final int MOST_ROUNDS = 1000;

    private static final int WAITS_BETWEEN_TRIALS = 256;

    private int rounds = FIRST_ROUNDS;
    private int waits;

    /** Spins until something holds; tells whether it does. */
    public boolean until(BooleanSupplier condition) {
        int limit = rounds;
        if (limit == 0) {
            waits = (waits + 1) % WAITS_BETWEEN_TRIALS;
            limit = waits == 0 ? MOST_ROUNDS : 0;
        }
        for (int round = 0; round < limit; round++) {
            if (condition.getAsBoolean()) {
                rounds = Math.min(MOST_ROUNDS, Math.max(rounds, 2 * round + 10));
                return true;
            }
            Thread.onSpinWait();
        }
        rounds /= 2;
        return condition.getAsBoolean();
    }
}
