package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How much of a heap is used, at one moment.
 *
 * @param usedBytes what its blocks take, with their headers
 * @param reservedBytes how long it is
 * @param largestFreeBytes its largest free block
 */
public record HeapUse(long usedBytes, long reservedBytes, long largestFreeBytes) {
    /** How many blocks of the last list are looked at, which differ by a sixteenth. */
    private static final int LOOKED_AT = 1000;

    /** Returns the use of an attached heap. */
    public static HeapUse of(SharedHeap heap) {
        return heap.read(sequence -> read(heap.memory()));
    }

    /**
     * Returns the use of a heap that nobody changes meanwhile, or one that may be wrong.
     *
     * @param memory as far as the blocks go
     * @throws IndexOutOfBoundsException if it is damaged, or changed meanwhile
     */
    public static HeapUse read(MemorySegment memory) {
        long reserved = memory.get(JAVA_LONG, HeapLayout.HEAP_END) - HeapLayout.HEAP;
        return new HeapUse(memory.get(JAVA_LONG, HeapLayout.USED_BYTES), reserved, largestFree(memory));
    }

    private static long largestFree(MemorySegment memory) {
        long levels = memory.get(JAVA_LONG, HeapLayout.LEVELS_WORD);
        if (levels == 0) {
            return 0;
        }
        int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(levels);
        int lists = memory.get(JAVA_INT, Blocks.lists(level));
        int list = level * HeapLayout.LISTS_PER_LEVEL + Integer.SIZE - 1 - Integer.numberOfLeadingZeros(lists);
        long largest = 0;
        long block = memory.get(JAVA_LONG, Blocks.head(list));
        for (int i = 0; i < LOOKED_AT && block != 0; i++) {
            largest = Math.max(largest, memory.get(JAVA_LONG, block) & ~Blocks.FLAGS);
            block = memory.get(JAVA_LONG, block + Blocks.HEADER);
        }
        return largest;
    }
}
