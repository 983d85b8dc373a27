package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gatun.posix.CrashPoint;
import io.gatun.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A change of a shared heap that is made wholly or not at all.
 *
 * <p>{@snippet :
 * try (Transaction change = heap.begin()) {
 *   long block = change.allocate(16);
 *   change.memory().set(JAVA_LONG, block, 42);   // nobody sees a new block: it is simply written to
 *   change.putLong(root, block);                 // what others may see is overwritten so
 *   change.commit();
 * }
 * }
 *
 * <p>Closed without having been committed, it takes all back: after an exception nothing has changed. So does who takes the lock after a process that
 * was killed. Until the first {@code put}, {@code allocate} or {@code free} readers are not kept from reading.
 *
 * <p><b>Threads:</b> used by the one that began it.
 */
public final class Transaction implements AutoCloseable {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int FEW_FREED = 16;

    private final MemorySegment memory;
    private final MemorySegment logMemory;
    private final SharedLock lock;
    private final UndoLog log;
    private final Blocks blocks;
    private long[] freed = new long[FEW_FREED];
    private int freedCount;
    private boolean isWriting;

    Transaction(SharedHeap heap, SharedLock lock, long logBase) {
        this.memory = heap.segment().memory();
        this.logMemory = memory.asSlice(logBase);
        this.lock = lock;
        this.log = new UndoLog(heap, logBase);
        this.blocks = new Blocks(heap, this);
    }

    /** Begins, with the lock held. */
    Transaction begin() {
        log.begin();
        freedCount = 0;
        return this;
    }

    /** Returns the memory of the whole segment, to be read, and to be written to in blocks that are new. */
    public MemorySegment memory() {
        return memory;
    }

    /** Reads a word. */
    public long getLong(long address) {
        return memory.get(JAVA_LONG, address);
    }

    /** Overwrites a word. */
    public void putLong(long address, long value) {
        beginWriting();
        log.saveLong(address);
        LONG.setRelease(memory, address, value);
        CrashPoint.CHANGE_STORED.reach();
    }

    /** Overwrites bytes. */
    public void putBytes(long address, byte[] source) {
        if (source.length == Long.BYTES) { // a number, as a rule
            beginWriting();
            log.saveLong(address);
            VarHandle.releaseFence();
            memory.set(JAVA_LONG_UNALIGNED, address, (long) LONGS.get(source, 0));
        } else {
            saveBytes(address, source.length);
            MemorySegment.copy(source, 0, memory, JAVA_BYTE, address, source.length);
        }
        CrashPoint.CHANGE_STORED.reach();
    }

    /** Saves bytes, which may then be overwritten in any way. */
    public void saveBytes(long address, long byteSize) {
        beginWriting();
        log.save(address, byteSize);
        VarHandle.releaseFence();
    }

    /**
     * Takes a block.
     *
     * @param byteSize at least 1
     * @return its address, a multiple of eight; what it holds is what was there
     * @throws RuntimeException as the heap was told to throw if its limit is reached
     * @throws io.gatun.segment.SegmentException.NoSpace if there is no memory
     */
    public long allocate(long byteSize) {
        beginWriting();
        return blocks.allocate(byteSize);
    }

    /** Gives a block back, at the end: until then nothing overwrites it, so that it need not be saved. */
    public void free(long address) {
        if (freedCount == freed.length) {
            freed = Arrays.copyOf(freed, 2 * freedCount);
        }
        freed[freedCount] = address;
        freedCount++;
    }

    /** Returns how many bytes a block has. */
    public long byteSize(long address) {
        return blocks.payload(address);
    }

    /** Gives all blocks back, and sets all roots to 0. */
    public void reset() {
        beginWriting();
        freedCount = 0;
        blocks.reset();
    }

    private void beginWriting() {
        if (!isWriting) {
            isWriting = true;
            LONG.setOpaque(memory, HeapLayout.SEQUENCE, (long) LONG.getOpaque(memory, HeapLayout.SEQUENCE) + 1);
            VarHandle.releaseFence(); // who reads what is written next finds the sequence odd, or changed
        }
    }

    /** Makes the change complete, if anything was changed; others see all of it from now on. */
    public void commit() {
        if (freedCount > 0) {
            beginWriting();
            for (int i = 0; i < freedCount; i++) {
                blocks.free(freed[i]);
            }
            freedCount = 0;
            if (freed.length > 1 << 16) {
                freed = new long[FEW_FREED];
            }
        }
        if (isWriting) {
            log.commit();
            CrashPoint.CHANGE_COMMITTED.reach();
            endWriting(memory);
            isWriting = false;
            log.shrink();
        }
    }

    private static void endWriting(MemorySegment memory) {
        long sequence = (long) LONG.getOpaque(memory, HeapLayout.SEQUENCE);
        LONG.setRelease(memory, HeapLayout.SEQUENCE, sequence + (sequence & 1));
    }

    /** Takes back what a process that died has begun. */
    static void rollBack(MemorySegment memory, MemorySegment log) {
        UndoLog.rollBack(memory, log);
        endWriting(memory);
    }

    /** Takes back what was not committed, and releases the lock. */
    @Override
    public void close() {
        try {
            if (isWriting) {
                isWriting = false;
                rollBack(memory, logMemory);
                log.shrink();
            }
        } finally {
            lock.unlock();
        }
    }
}
