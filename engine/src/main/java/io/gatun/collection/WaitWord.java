package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import io.gatun.waiting.Sleep;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A word that those sleep on who wait for something that is in other words: an event count.
 *
 * <p><b>Layout:</b> bit 0, somebody may be asleep; the others count how often that was taken away. <b>Why no wake-up is lost:</b> who waits {@linkplain #announce
 * announces} it, looks once more, and sleeps only as long as the word is what it was then. Who makes true what others may wait for does so, then looks
 * at the word; both with the ordering of volatile accesses, so that one of the two sees what the other did. <b>Crash behaviour:</b> a wake-up that is lost with who was
 * to give it, or to pass it on, costs {@link Sleep#LONGEST_NANOS}.
 *
 * <p><b>Threads:</b> any.
 */
final class WaitWord {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int SLEEPERS = 1;

    private final MemorySegment memory;
    private final long offset;

    WaitWord(MemorySegment memory, long offset) {
        this.memory = memory;
        this.offset = offset;
    }

    /** Says that the caller is about to sleep; returns the word to sleep on. */
    int announce() {
        int seen = (int) INT.getVolatile(memory, offset);
        while ((seen & SLEEPERS) == 0) {
            int found = (int) INT.compareAndExchange(memory, offset, seen, seen | SLEEPERS);
            if (found == seen) {
                break;
            }
            seen = found;
        }
        CrashPoint.QUEUE_WAITING.reach();
        return seen | SLEEPERS;
    }

    /** Sleeps while the word is the one that was announced. */
    void sleep(int announced, long nanos) {
        Sleep.whileEqual(memory, offset, announced, nanos);
    }

    /** Wakes one that sleeps, if any may; what it waits for is true by now. */
    void wakeOne() {
        if (isWithSleepers() && takeSleepers()) {
            Sleep.wake(memory, offset, 1);
        }
    }

    /** Wakes all that sleep, if any may. */
    void wakeAll() {
        if (isWithSleepers() && takeSleepers()) {
            Sleep.wake(memory, offset, Integer.MAX_VALUE);
        }
    }

    /** Says, as one that was woken and has what it waited for, that others may sleep on; and wakes one if there is something for it, too. */
    void passOn(boolean hasMore) {
        announce();
        if (hasMore) {
            wakeOne();
        }
    }

    private boolean isWithSleepers() {
        return ((int) INT.getVolatile(memory, offset) & SLEEPERS) != 0;
    }

    private boolean takeSleepers() {
        int seen = (int) INT.getVolatile(memory, offset);
        return (seen & SLEEPERS) != 0 && INT.compareAndSet(memory, offset, seen, seen + 1);
    }
}
