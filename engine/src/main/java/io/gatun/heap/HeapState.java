package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A copy of a heap and its undo log, made without the lock.
 *
 * @param memory from the beginning of the file to the last block
 * @param log as far as it counts
 * @param isStill whether nobody changed anything while it was copied
 */
public record HeapState(MemorySegment memory, MemorySegment log, boolean isStill) {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    /**
     * Copies a heap.
     *
     * @param shared the memory of the whole segment
     * @param limitBytes what it was created with
     * @throws IndexOutOfBoundsException if its words are damaged
     */
    public static HeapState copy(MemorySegment shared, long limitBytes, Arena arena) {
        long sequence = (long) LONG.getAcquire(shared, HeapLayout.SEQUENCE);
        long length = (long) LONG.getAcquire(shared, HeapLayout.LOG_LENGTH);
        long end = (long) LONG.getAcquire(shared, HeapLayout.HEAP_END);
        long logBase = HeapLayout.log(limitBytes);
        if (length < 0 || length > shared.byteSize() - logBase || end < HeapLayout.HEAP || end > logBase) {
            throw new IndexOutOfBoundsException("logLength=" + length + ", heapEnd=" + end);
        }
        MemorySegment memory = arena.allocate(end, Long.BYTES).copyFrom(shared.asSlice(0, end));
        MemorySegment log = arena.allocate(Math.max(length, 1), Long.BYTES);
        MemorySegment.copy(shared, logBase, log, 0, length);
        VarHandle.acquireFence();
        boolean isStill = (long) LONG.getOpaque(shared, HeapLayout.SEQUENCE) == sequence
                && (long) LONG.getOpaque(shared, HeapLayout.LOG_LENGTH) == length;
        return new HeapState(memory, log, isStill);
    }
}
