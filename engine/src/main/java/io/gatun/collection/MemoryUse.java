package io.gatun.collection;

import io.gatun.heap.HeapUse;
import io.gatun.heap.SharedHeap;

/**
 * The memory of a collection, in bytes.
 *
 * @param usedBytes what its elements take, with all that they need besides
 * @param reservedBytes what it has, and keeps for what comes
 * @param largestFreeBytes the largest piece of what it has that is free in one
 * @param limitBytes what it may have
 */
public record MemoryUse(long usedBytes, long reservedBytes, long largestFreeBytes, long limitBytes) {
    static MemoryUse of(SharedHeap heap) {
        return of(HeapUse.of(heap), heap.limitBytes());
    }

    static MemoryUse of(HeapUse use, long limitBytes) {
        return new MemoryUse(use.usedBytes(), use.reservedBytes(), use.largestFreeBytes(), limitBytes);
    }

    /** Returns what it has and does not use. */
    public long freeBytes() {
        return reservedBytes - usedBytes;
    }

    /** Returns which part of what is free does not lie in one piece: 0 if all does, up to 1. */
    public double fragmentation() {
        return freeBytes() <= 0 ? 0 : 1 - (double) largestFreeBytes / freeBytes();
    }
}
