package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;

/**
 * Taking blocks from a heap and giving them back: two-level segregated fit.
 *
 * <p>Free blocks are kept in lists by their size: a level for each power of two, of {@value HeapLayout#LISTS_PER_LEVEL} lists each, with a bit for each
 * that has any. So a block that fits is found by two bit scans, however many there are, and neighbours that are free become one block at once.
 *
 * <p><b>Layout:</b> before each block lies a word: its size with that word, a multiple of eight; bit 0 if it is free, bit 1 if the one before is. A free
 * one begins with the next and the one before in its list, and ends with its size. The last word of all is a block of no size.
 *
 * @see <a href="https://doi.org/10.1109/EMRTS.2004.1311009">Masmano, Ripoll, Crespo, Real: TLSF: a new dynamic memory allocator for real-time
 *     systems, 2004</a>
 */
final class Blocks {
    static final long HEADER = Long.BYTES;
    static final long FREE = 1;
    static final long BEFORE_IS_FREE = 2;
    static final long FLAGS = 7;

    /** A header, two links and the size at the end. */
    static final long SMALLEST = 4 * Long.BYTES;

    /** What the heap has from the beginning. */
    static final long FIRST_BYTES = 64 << 10;

    /** What it grows by, at most, unless one block needs more. */
    static final long LARGEST_STEP = 64 << 20;

    /** Below this, each list has blocks of one size. */
    private static final long SMALL = (long) HeapLayout.LISTS_PER_LEVEL * Long.BYTES;

    private static final int SMALL_LOG = Long.numberOfTrailingZeros(SMALL);
    private static final int LISTS_LOG = Integer.numberOfTrailingZeros(HeapLayout.LISTS_PER_LEVEL);

    /** How many blocks of the list that has some too small are looked at, before the heap grows. */
    private static final int LOOKED_AT = 16;

    private final SharedHeap heap;
    private final Transaction change;
    private final MemorySegment memory;

    Blocks(SharedHeap heap, Transaction change) {
        this.heap = heap;
        this.change = change;
        this.memory = heap.segment().memory();
    }

    /** Makes memory that nobody else sees yet a heap of one free block. */
    static void initialize(MemorySegment memory) {
        long end = HeapLayout.HEAP + FIRST_BYTES;
        memory.set(JAVA_LONG, HeapLayout.HEAP_END, end);
        writeOnlyBlock(memory, end);
    }

    private static void writeOnlyBlock(MemorySegment memory, long end) {
        long size = end - HEADER - HeapLayout.HEAP;
        int list = listOf(size);
        memory.set(JAVA_LONG, HeapLayout.LEVELS_WORD, 1L << (list >> LISTS_LOG));
        memory.set(JAVA_INT, lists(list >> LISTS_LOG), 1 << (list & HeapLayout.LISTS_PER_LEVEL - 1));
        memory.set(JAVA_LONG, head(list), HeapLayout.HEAP);
        memory.set(JAVA_LONG, HeapLayout.HEAP, size | FREE);
        memory.set(JAVA_LONG, HeapLayout.HEAP + HEADER, 0);
        memory.set(JAVA_LONG, HeapLayout.HEAP + 2 * HEADER, 0);
        memory.set(JAVA_LONG, end - 2 * HEADER, size);
        memory.set(JAVA_LONG, end - HEADER, BEFORE_IS_FREE);
    }

    /** Gives all blocks back, and sets roots and lists to what they are at the beginning. */
    void reset() {
        long end = memory.get(JAVA_LONG, HeapLayout.HEAP_END);
        change.putLong(HeapLayout.USED_BYTES, 0);
        change.saveBytes(HeapLayout.ROOTS, HeapLayout.WORDS_END - HeapLayout.ROOTS);
        change.saveBytes(HeapLayout.HEAP, SMALLEST - HEADER);
        change.saveBytes(end - 2 * HEADER, 2 * HEADER);
        memory.asSlice(HeapLayout.ROOTS, HeapLayout.WORDS_END - HeapLayout.ROOTS)
                .fill((byte) 0);
        writeOnlyBlock(memory, end);
    }

    long allocate(long byteSize) {
        long size = Math.max(SMALLEST, Math.addExact(byteSize, HEADER + Long.BYTES - 1) & -Long.BYTES);
        long block = find(size);
        if (block == 0) {
            grow(size);
            block = find(size);
        }
        remove(block);
        change.saveBytes(block + HEADER, 2 * HEADER); // who gets the block overwrites its links, and saves nothing
        long rest = size(block) - size;
        long header = memory.get(JAVA_LONG, block) & BEFORE_IS_FREE;
        if (rest >= SMALLEST) {
            change.putLong(block, size | header);
            change.putLong(block + size, rest);
            insert(block + size, rest);
        } else {
            size += rest;
            change.saveBytes(block + size - HEADER, HEADER); // and its size at the end
            change.putLong(block, size | header);
            change.putLong(block + size, memory.get(JAVA_LONG, block + size) & ~BEFORE_IS_FREE);
        }
        count(size);
        return block + HEADER;
    }

    void free(long address) {
        long block = address - HEADER;
        long size = size(block);
        if ((memory.get(JAVA_LONG, block) & FREE) != 0) {
            throw new IllegalStateException("address=" + address + " of " + heap + " is free already: damaged");
        }
        count(-size);
        giveBack(block, size);
    }

    private void count(long size) {
        change.putLong(HeapLayout.USED_BYTES, memory.get(JAVA_LONG, HeapLayout.USED_BYTES) + size);
    }

    long payload(long address) {
        return size(address - HEADER) - HEADER;
    }

    private long size(long block) {
        return memory.get(JAVA_LONG, block) & ~FLAGS;
    }

    /** Makes a block, and those beside it that are free, one free block. */
    private void giveBack(long block, long size) {
        long begin = block;
        long byteSize = size;
        if ((memory.get(JAVA_LONG, block) & BEFORE_IS_FREE) != 0) {
            begin -= memory.get(JAVA_LONG, block - HEADER);
            byteSize += size(begin);
            remove(begin);
        }
        long next = block + size;
        if ((memory.get(JAVA_LONG, next) & FREE) != 0) {
            byteSize += size(next);
            remove(next);
        }
        change.putLong(begin, byteSize | (memory.get(JAVA_LONG, begin) & BEFORE_IS_FREE));
        insert(begin, byteSize);
    }

    /** Puts a block, whose header says its size, into its list. */
    private void insert(long block, long size) {
        int list = listOf(size);
        long first = memory.get(JAVA_LONG, head(list));
        change.putLong(block, memory.get(JAVA_LONG, block) | FREE);
        change.putLong(block + HEADER, first);
        change.putLong(block + 2 * HEADER, 0);
        change.putLong(block + size - HEADER, size);
        change.putLong(block + size, memory.get(JAVA_LONG, block + size) | BEFORE_IS_FREE);
        if (first != 0) {
            change.putLong(first + 2 * HEADER, block);
        } else {
            setBits(list, true);
        }
        change.putLong(head(list), block);
    }

    /** Takes a free block out of its list; its header still says that it is free. */
    private void remove(long block) {
        int list = listOf(size(block));
        long next = memory.get(JAVA_LONG, block + HEADER);
        long before = memory.get(JAVA_LONG, block + 2 * HEADER);
        if (next != 0) {
            change.putLong(next + 2 * HEADER, before);
        }
        if (before != 0) {
            change.putLong(before + HEADER, next);
        } else {
            change.putLong(head(list), next);
            if (next == 0) {
                setBits(list, false);
            }
        }
    }

    private void setBits(int list, boolean isThere) {
        int level = list >> LISTS_LOG;
        int bit = 1 << (list & HeapLayout.LISTS_PER_LEVEL - 1);
        int lists = memory.get(JAVA_INT, lists(level));
        int now = isThere ? lists | bit : lists & ~bit;
        change.saveBytes(lists(level), Integer.BYTES);
        memory.set(JAVA_INT, lists(level), now);
        long levels = memory.get(JAVA_LONG, HeapLayout.LEVELS_WORD);
        if (isThere && lists == 0) {
            change.putLong(HeapLayout.LEVELS_WORD, levels | 1L << level);
        } else if (now == 0) {
            change.putLong(HeapLayout.LEVELS_WORD, levels & ~(1L << level));
        }
    }

    /** Returns a free block of at least this size, or 0. */
    private long find(long size) {
        int list = listOf(size);
        int fitting = size < SMALL ? list : listOf(size + (Long.highestOneBit(size) >> LISTS_LOG) - 1);
        int level = fitting >> LISTS_LOG;
        int lists = level >= HeapLayout.LEVELS
                ? 0
                : memory.get(JAVA_INT, lists(level)) & -1 << (fitting & HeapLayout.LISTS_PER_LEVEL - 1);
        if (lists == 0) {
            long levels =
                    memory.get(JAVA_LONG, HeapLayout.LEVELS_WORD) & (level >= HeapLayout.LEVELS ? 0 : -2L << level);
            if (levels == 0) {
                return findIn(list, size);
            }
            level = Long.numberOfTrailingZeros(levels);
            lists = memory.get(JAVA_INT, lists(level));
        }
        return memory.get(JAVA_LONG, head((level << LISTS_LOG) + Integer.numberOfTrailingZeros(lists)));
    }

    private long findIn(int list, long size) {
        long block = memory.get(JAVA_LONG, head(list));
        for (int i = 0; i < LOOKED_AT && block != 0; i++) {
            if (size(block) >= size) {
                return block;
            }
            block = memory.get(JAVA_LONG, block + HEADER);
        }
        return 0;
    }

    private void grow(long size) {
        long end = memory.get(JAVA_LONG, HeapLayout.HEAP_END);
        long least = HeapLayout.roundUp(size);
        long step = heap.allow(Math.max(least, Math.min(end - HeapLayout.HEAP, LARGEST_STEP)), least);
        try {
            heap.segment().reserve(end, step);
        } catch (SegmentException.NoSpace e) {
            step = least;
            heap.segment().reserve(end, step);
        }
        CrashPoint.HEAP_RESERVED.reach();
        memory.set(JAVA_LONG, end + step - HEADER, 0); // beyond all blocks until the next store
        change.putLong(end - HEADER, step | memory.get(JAVA_LONG, end - HEADER));
        change.putLong(HeapLayout.HEAP_END, end + step);
        giveBack(end - HEADER, step);
    }

    /** Returns which list blocks of a size are in: its level, and its number within that, in one. */
    static int listOf(long size) {
        if (size < SMALL) {
            return (int) (size / Long.BYTES);
        }
        int log = Long.SIZE - 1 - Long.numberOfLeadingZeros(size);
        int level = log - SMALL_LOG + 1;
        int within = (int) (size >>> (log - LISTS_LOG)) & HeapLayout.LISTS_PER_LEVEL - 1;
        return (level << LISTS_LOG) + within;
    }

    static long head(int list) {
        return HeapLayout.HEADS + (long) list * Long.BYTES;
    }

    static long lists(int level) {
        return HeapLayout.LISTS + (long) level * Integer.BYTES;
    }
}
