package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import io.gatun.waiting.Sleep;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The word of a {@link SharedEvent}, which its waiters sleep on.
 *
 * <p><b>Layout:</b> bit 0, it is set; bit 1, somebody may be asleep, never beside bit 0; the others count how often it was set, so that who waits
 * sees that even if it is clear again. <b>Why no wake-up is lost:</b> all that is in one word, each change one compare-and-set. Who sleeps does so
 * on a word that says that somebody sleeps; whoever sets it finds that, and wakes them. <b>Memory ordering:</b> all accesses are volatile.
 *
 * <p><b>Threads:</b> any.
 */
final class EventWord {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int SET = 1;
    private static final int SLEEPERS = 2;
    private static final int ONE_MORE = 4;
    private static final int COUNT_SHIFT = 2;

    private final MemorySegment memory;
    private final long offset;

    EventWord(MemorySegment memory, long offset) {
        this.memory = memory;
        this.offset = offset;
    }

    /** Returns the word. */
    int read() {
        return (int) INT.getVolatile(memory, offset);
    }

    /** Tells whether an event is set, by its word. */
    static boolean isSet(int word) {
        return (word & SET) != 0;
    }

    /** Tells whether an event is set, or was since its word was {@code first}. */
    static boolean isOver(int first, int seen) {
        return isSet(seen) || (seen ^ first) >>> COUNT_SHIFT != 0;
    }

    /** Sets it, if it is clear; tells whether anybody may be asleep, who is to be woken then. */
    boolean set() {
        int seen = read();
        while (!isSet(seen)) {
            int found = (int) INT.compareAndExchange(memory, offset, seen, (seen + ONE_MORE | SET) & ~SLEEPERS);
            if (found == seen) {
                CrashPoint.EVENT_SET.reach();
                return (seen & SLEEPERS) != 0;
            }
            seen = found;
        }
        return false;
    }

    /** Clears it. */
    void clear() {
        int seen = read();
        while (isSet(seen)) {
            int found = (int) INT.compareAndExchange(memory, offset, seen, seen & ~SET);
            if (found == seen) {
                return;
            }
            seen = found;
        }
    }

    /** Says that somebody is about to sleep, who has come when the word was {@code first}; returns the word to sleep on, or one that is over. */
    int goToSleep(int first) {
        int seen = read();
        while (!isOver(first, seen) && (seen & SLEEPERS) == 0) {
            int found = (int) INT.compareAndExchange(memory, offset, seen, seen | SLEEPERS);
            seen = found == seen ? seen | SLEEPERS : found;
        }
        return seen;
    }

    /** Sleeps on a word that {@link #goToSleep} returned, until the word is another, at most for some time. */
    void sleep(int sleptOn, long nanos) {
        Sleep.whileEqual(memory, offset, sleptOn, nanos);
    }

    /** Wakes all that sleep. */
    void wakeAll() {
        Sleep.wake(memory, offset, Integer.MAX_VALUE);
    }
}
