package io.gatun.collection;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.sync.CellSegment;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * Where all of a queue lies: the header, its two locks, its words, and the ring of its elements.
 *
 * <p>The tail and the head are a word each: above, how many units of eight bytes were ever put or taken; below, how many elements; both modulo
 * 2^32. Beside the tail lies the head as a producer has seen it last: as long as there is room even so, the takers' cache line is left to them. An element begins
 * at such a unit of the ring: a word, of which the upper half is its length, and the lower 1, or 2 if it was removed from within; and its bytes, which go on
 * at the ring's beginning where it ends. Where the next one will begin, the word is 0.
 */
final class QueueLayout {
    static final int HEAD_LOCK = 0;
    static final int TAIL_LOCK = 1;

    static final StructLayout WORDS = MemoryLayout.structLayout(
                    JAVA_LONG.withName("tail"),
                    JAVA_LONG.withName("seenHead"), // and the head as a producer has seen it last
                    JAVA_INT.withName("seenRemoved"),
                    paddingLayout(108),
                    JAVA_LONG.withName("head"),
                    JAVA_INT.withName("removed"), // of the elements between head and tail
                    paddingLayout(116),
                    JAVA_INT.withName("notEmpty"), // WaitWord of those who take
                    paddingLayout(124),
                    JAVA_INT.withName("notFull"), // and of those who put
                    paddingLayout(124),
                    JAVA_INT.withName("done"), // how many elements are, modulo 2^32
                    JAVA_INT.withName("allDone"), // WaitWord of those who wait until all are
                    paddingLayout(120),
                    JAVA_INT.withName("capacity"), // elements
                    JAVA_INT.withName("ringUnits"), // a power of two
                    paddingLayout(120))
            .withName("queueWords");

    private static final long PAGE = 4096;

    /** Where the words begin. */
    static final long BASE = (CollectionHeader.END + CellSegment.byteSize(2, Long.BYTES) + PAGE - 1) & -PAGE;

    static final long TAIL = offset("tail");
    static final long SEEN_HEAD = offset("seenHead");
    static final long SEEN_REMOVED = offset("seenRemoved");
    static final long HEAD = offset("head");
    static final long REMOVED = offset("removed");
    static final long NOT_EMPTY = offset("notEmpty");
    static final long NOT_FULL = offset("notFull");
    static final long DONE = offset("done");
    static final long ALL_DONE = offset("allDone");
    static final long CAPACITY = offset("capacity");
    static final long RING_UNITS = offset("ringUnits");

    /** Where the ring begins. */
    static final long RING = BASE + PAGE;

    /** The bytes of a unit, and of an element's length and state. */
    static final long UNIT = Long.BYTES;

    static final int NOT_THERE = 0;
    static final int PRESENT = 1;
    static final int REMOVED_FROM_WITHIN = 2;

    private QueueLayout() {}

    static int position(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    static int count(long word) {
        return (int) word;
    }

    static long word(int position, int count) {
        return (long) position << Integer.SIZE | Integer.toUnsignedLong(count);
    }

    static long element(int length, int state) {
        return (long) length << Integer.SIZE | state;
    }

    static int length(long element) {
        return (int) (element >>> Integer.SIZE);
    }

    static int state(long element) {
        return (int) element;
    }

    /** Returns how many units an element of so many bytes takes. */
    static int units(int byteSize) {
        return 1 + (int) ((byteSize + UNIT - 1L) / UNIT);
    }

    private static long offset(String word) {
        return BASE + WORDS.byteOffset(PathElement.groupElement(word));
    }
}
