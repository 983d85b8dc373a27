package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What the bytes were that a change has overwritten.
 *
 * <p>Whoever is about to overwrite bytes appends what they are, and makes that count by storing the log's new length; only then does he overwrite
 * them. A change is complete when the length is 0 again: one store, before which all of it can be taken back, and after which none of it will
 * be. Who is killed in between leaves a log by which the next one {@linkplain #rollBack takes it back}; killed in that, he leaves the same log, and
 * it is taken back once more from its end to its beginning, with the same outcome.
 *
 * <p><b>Layout:</b> one after the other: the bytes, padded to a multiple of eight; where they lay; how many they are. <b>Memory ordering:</b> each
 * length is stored with release, and so is, or with a release fence before it, what overwrites: no other order can be seen, be it by who finds the dead.
 *
 * <p><b>Threads:</b> used by who holds the heap's lock.
 */
final class UndoLog {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    /** What has memory from the beginning, and keeps it. */
    static final long FIRST_BYTES = 16 << 10;

    /** What is kept for the next change. */
    private static final long KEPT_BYTES = 1 << 20;

    private static final long TRAILER = 2 * Long.BYTES;

    private final SharedHeap heap;
    private final SharedSegment segment;
    private final MemorySegment memory;
    private final long base;
    private long length;
    private long end;

    UndoLog(SharedHeap heap, long base) {
        this.heap = heap;
        this.segment = heap.segment();
        this.memory = segment.memory();
        this.base = base;
    }

    /** Begins a change, of which nothing is logged. */
    void begin() {
        length = 0;
        end = memory.get(JAVA_LONG, HeapLayout.LOG_END);
    }

    /** Tells whether there is nothing to undo. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Logs a word of eight bytes, which may be overwritten then. */
    void saveLong(long address) {
        long at = base + reserve(Long.BYTES);
        memory.set(JAVA_LONG, at, memory.get(JAVA_LONG_UNALIGNED, address));
        append(at + Long.BYTES, address, Long.BYTES);
    }

    /** Logs some bytes, which may be overwritten after a release fence. */
    void save(long address, long byteSize) {
        long at = base + reserve(byteSize);
        MemorySegment.copy(memory, address, memory, at, byteSize);
        append(at + padded(byteSize), address, byteSize);
    }

    private long reserve(long byteSize) {
        long needed = length + padded(byteSize) + TRAILER;
        if (needed > end) {
            grow(needed);
        }
        return length;
    }

    private void append(long trailer, long address, long byteSize) {
        memory.set(JAVA_LONG, trailer, address);
        memory.set(JAVA_LONG, trailer + Long.BYTES, byteSize);
        length = trailer + TRAILER - base;
        LONG.setRelease(memory, HeapLayout.LOG_LENGTH, length);
        CrashPoint.CHANGE_LOGGED.reach();
    }

    private void grow(long needed) {
        long step = HeapLayout.roundUp(Math.max(needed - end, Math.min(end, Blocks.LARGEST_STEP)));
        step = heap.allow(step, HeapLayout.roundUp(needed - end));
        segment.reserve(base + end, step);
        end += step;
        LONG.setRelease(memory, HeapLayout.LOG_END, end);
    }

    /** Makes the change complete: the log is empty. */
    void commit() {
        LONG.setRelease(memory, HeapLayout.LOG_LENGTH, 0L);
        length = 0;
    }

    /** Gives back the memory that an uncommonly large change has taken. */
    void shrink() {
        if (end > KEPT_BYTES) {
            long excess = end - KEPT_BYTES;
            end = KEPT_BYTES;
            LONG.setRelease(memory, HeapLayout.LOG_END, end);
            segment.giveBack(base + end, excess);
        }
    }

    /**
     * Takes back a change that is not complete, if there is one.
     *
     * @param memory as far as the blocks go
     * @param log from its beginning on
     * @throws IndexOutOfBoundsException if the log is damaged
     */
    static void rollBack(MemorySegment memory, MemorySegment log) {
        long length = (long) LONG.getAcquire(memory, HeapLayout.LOG_LENGTH);
        while (length > 0) {
            long byteSize = log.get(JAVA_LONG, length - Long.BYTES);
            long address = log.get(JAVA_LONG, length - TRAILER);
            length -= TRAILER + padded(byteSize);
            MemorySegment.copy(log, length, memory, address, byteSize);
            CrashPoint.CHANGE_UNDONE.reach();
        }
        LONG.setRelease(memory, HeapLayout.LOG_LENGTH, 0L);
    }

    private static long padded(long byteSize) {
        return byteSize + Long.BYTES - 1 & -Long.BYTES;
    }
}
