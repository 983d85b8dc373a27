package io.gatun.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * The lock with which each cell of a sync area begins; the cell's data follows. Offsets and sizes in bytes.
 *
 * <p>The lock and the first eight bytes of data share a cache line: whoever takes the lock is about to touch the data.
 *
 * <table class="striped">
 * <caption>The word</caption>
 * <thead><tr><th>bits</th><th>what they say, if the word is not 0, that is, free</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>somebody may be asleep and has to be woken when the word changes</td></tr>
 * <tr><td>1</td><td>inconsistent: the holder has taken the lock from one that died, and repairs what it guards</td></tr>
 * <tr><td>2</td><td>unusable, for good</td></tr>
 * <tr><td>3 to 12</td><td>the holder's row, plus 1</td></tr>
 * <tr><td>13 to 15</td><td>how many deaths, one after the other, the holder has to add to the record, unless the record says it has</td></tr>
 * <tr><td>16 to 31</td><td>that row's incarnation</td></tr>
 * <tr><td>32 to 63</td><td>the holder's thread, by its {@link Thread#threadId()}</td></tr>
 * </tbody>
 * </table>
 */
final class LockLayout {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("word"), // its low half is the futex
                    JAVA_LONG.withName(
                            "record"), // deaths << 32 | who has counted the last one, as in the word's low half
                    JAVA_LONG.withName("since"), // when it was taken, by CLOCK_MONOTONIC, in nanoseconds
                    JAVA_LONG.withName("lastDead"), // start time << 22 | pid
                    JAVA_INT.withName("lastDeadThread"),
                    JAVA_INT.withName("holds"), // how often a reentrant lock's holder has taken it again
                    JAVA_LONG.withName("lastDeadAt"), // when that was noticed, in milliseconds since 1970
                    paddingLayout(8))
            .withName("lock");

    static final long WORD = offset("word");
    static final long RECORD = offset("record");
    static final long SINCE = offset("since");
    static final long LAST_DEAD = offset("lastDead");
    static final long LAST_DEAD_THREAD = offset("lastDeadThread");
    static final long HOLDS = offset("holds");
    static final long LAST_DEAD_AT = offset("lastDeadAt");

    /** Where a cell's data begins. */
    static final long DATA = LAYOUT.byteSize();

    static final long FREE = 0;
    static final long WAITERS = 1;
    static final long INCONSISTENT = 2;
    static final long UNUSABLE = 4;

    /** The bits of the deaths that the holder has to count. */
    static final long UNCOUNTED = 0xE000;

    /** All that does not say who has the lock. */
    static final long FLAGS = WAITERS | INCONSISTENT | UNUSABLE | UNCOUNTED;

    private static final int UNCOUNTED_SHIFT = 13;
    private static final int MOST_UNCOUNTED = 7;
    private static final int ROW_SHIFT = 3;
    private static final int ROW_MASK = 0x3FF;
    private static final int INCARNATION_SHIFT = 16;

    private LockLayout() {}

    /** Returns the low half of the words of an attachment's threads. */
    static int low(int row, int incarnation) {
        return incarnation << INCARNATION_SHIFT | (row + 1) << ROW_SHIFT;
    }

    /** Returns how many deaths a holder has to count. */
    static int uncounted(long word) {
        return (int) ((word & UNCOUNTED) >>> UNCOUNTED_SHIFT);
    }

    /** Returns the bits that say so many deaths, seven if there are more. */
    static long uncountedBits(int deaths) {
        return (long) Math.min(deaths, MOST_UNCOUNTED) << UNCOUNTED_SHIFT;
    }

    /** Returns the row that the low half of a word names, -1 if it names none. */
    static int row(int low) {
        return (low >>> ROW_SHIFT & ROW_MASK) - 1;
    }

    /** Returns the incarnation that the low half of a word names, of which it has 16 bits. */
    static int incarnation(int low) {
        return low >>> INCARNATION_SHIFT;
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
