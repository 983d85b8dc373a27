package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.sync.CellSegment;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SyncKind;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A segment of blocks that grows as they are taken, of which nothing ever moves, and that all processes change one at a time and read at any.
 *
 * <p><b>Who writes</b> takes the heap's lock, by {@link #begin}; what a process had changed that is killed with it is taken back by who takes it next.
 * <b>Who reads</b> takes no lock: a sequence number is odd while somebody writes and greater after it, and a {@link #read} that finds it
 * otherwise than before begins again. After {@value #TRIES} vain tries it takes the lock, too, so that it always comes to an end.
 *
 * <p><b>Threads:</b> any. <b>Ownership and crash behaviour:</b> as for a {@link SharedSegment} and a {@link SharedLock}.
 */
public final class SharedHeap implements AutoCloseable {
    /** The least limit: what a heap has from the beginning. */
    public static final long LEAST_LIMIT = Blocks.FIRST_BYTES + UndoLog.FIRST_BYTES;

    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private static final int TRIES = 8;

    /** A writer is done within a microsecond, as a rule. */
    private static final int PAUSES = 200;

    private final SharedSegment segment;
    private final MemorySegment memory;
    private final CellSegment cells;
    private final SharedLock lock;
    private final long limitBytes;
    private final LongFunction<RuntimeException> limitReached;
    private final Transaction change;

    private SharedHeap(SharedSegment segment, long limitBytes, LongFunction<RuntimeException> limitReached) {
        this.segment = segment;
        this.memory = segment.memory();
        this.limitBytes = limitBytes;
        this.limitReached = limitReached;
        this.cells = CellSegment.in(segment, HeapLayout.LOCKS, SyncKind.COLLECTION_LOCK);
        long log = HeapLayout.log(limitBytes);
        MemorySegment logMemory = memory.asSlice(log);
        this.lock = cells.lock(0).onOwnerDeath(death -> Transaction.rollBack(memory, logMemory));
        this.change = new Transaction(this, lock, log);
    }

    /**
     * Creates a heap.
     *
     * @param limitBytes how much memory it may take, at least {@link #LEAST_LIMIT}
     * @param limitReached makes what is thrown when it would take more, from the bytes that were needed
     * @param initializer writes its first {@link HeapLayout#LOCKS} bytes, and its {@linkplain HeapLayout#ROOTS roots}
     * @throws SegmentException as {@link SharedSegment#createSparse}
     */
    public static SharedHeap create(
            SegmentName name,
            long limitBytes,
            LongFunction<RuntimeException> limitReached,
            Consumer<MemorySegment> initializer) {
        long log = HeapLayout.log(limitBytes);
        SharedSegment segment = SharedSegment.createSparse(
                name, HeapLayout.fileSize(limitBytes), HeapLayout.HEAP + Blocks.FIRST_BYTES, made -> {
                    made.reserve(log, UndoLog.FIRST_BYTES);
                    MemorySegment memory = made.memory();
                    CellSegment.write(memory.asSlice(HeapLayout.LOCKS), SyncKind.COLLECTION_LOCK, 1, Long.BYTES, "");
                    memory.set(JAVA_LONG, HeapLayout.LOG_END, UndoLog.FIRST_BYTES);
                    Blocks.initialize(memory);
                    initializer.accept(memory);
                });
        try {
            return new SharedHeap(segment, limitBytes, limitReached);
        } catch (Throwable e) {
            try (segment) {
                segment.unlink();
            }
            throw e;
        }
    }

    /**
     * Makes a heap of a segment that is one, and is closed with it.
     *
     * @param limitBytes what it was created with
     * @throws SegmentException.Malformed if it cannot be one; the segment stays open then
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedHeap of(SharedSegment segment, long limitBytes, LongFunction<RuntimeException> limitReached) {
        long end = segment.memory().get(JAVA_LONG, HeapLayout.HEAP_END);
        if (segment.byteSize() != HeapLayout.fileSize(limitBytes)
                || end < HeapLayout.HEAP + Blocks.FIRST_BYTES
                || end > HeapLayout.log(limitBytes)) {
            throw new SegmentException.Malformed(
                    segment.path(), HeapLayout.HEAP_END, "the sizes of the heap do not fit together");
        }
        return new SharedHeap(segment, limitBytes, limitReached);
    }

    SharedSegment segment() {
        return segment;
    }

    /** Returns the memory of the whole segment. */
    public MemorySegment memory() {
        return memory;
    }

    /**
     * Begins a change: takes the lock, and waits for it.
     *
     * @return what makes the change, to be closed by the thread that began it
     * @throws IllegalStateException if this thread is within a change already, or the heap is closed
     * @throws io.gatun.sync.LockUnusableException if what a dead owner left could not be repaired
     */
    public Transaction begin() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(path()
                    + " is being changed by this thread: the function that does it may read, and not change, it");
        }
        lock.lock();
        return change.begin();
    }

    /** What reads a heap. It may be shown what never was: it calls {@link #requireStill} before it relies on what it has read. */
    public interface Reader<R extends @Nullable Object> {
        /**
         * Reads.
         *
         * @param sequence for {@link #requireStill}
         */
        R read(long sequence);
    }

    /** Thrown through a reader that has been shown what another was changing. */
    private static final class Changed extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace, and nobody keeps it
        private static final Changed INSTANCE = new Changed();

        private Changed() {
            super("changed meanwhile", null, false, false);
        }
    }

    /**
     * Reads what was there at one moment.
     *
     * @return what the reader has returned of it
     * @throws IllegalStateException if the heap is closed, or damaged
     */
    public <R extends @Nullable Object> R read(Reader<R> reader) {
        for (int i = 0; i < TRIES; i++) {
            long sequence = evenSequence();
            if ((sequence & 1) != 0) {
                break;
            }
            try {
                R result = reader.read(sequence);
                if (isStill(sequence)) {
                    return result;
                }
            } catch (Changed e) {
                // once more
            } catch (RuntimeException | InternalError e) {
                if (isStill(sequence)) {
                    throw e;
                }
            }
        }
        return readLocked(reader);
    }

    private long evenSequence() {
        long sequence = (long) LONG.getAcquire(memory, HeapLayout.SEQUENCE);
        for (int i = 0; i < PAUSES && (sequence & 1) != 0; i++) {
            Thread.onSpinWait();
            sequence = (long) LONG.getAcquire(memory, HeapLayout.SEQUENCE);
        }
        return sequence;
    }

    private <R extends @Nullable Object> R readLocked(Reader<R> reader) {
        boolean isNested = lock.isHeldByCurrentThread();
        if (!isNested) {
            lock.lock();
        }
        try {
            return reader.read((long) LONG.getOpaque(memory, HeapLayout.SEQUENCE));
        } catch (Changed e) {
            throw new IllegalStateException(path() + " is damaged: an address is beyond it; gatun fsck tells more", e);
        } finally {
            if (!isNested) {
                lock.unlock();
            }
        }
    }

    /** Leaves the reader, to begin again, if anybody has changed anything since; otherwise all that it has read was there at one moment. */
    public void requireStill(long sequence) {
        if (!isStill(sequence)) {
            throw Changed.INSTANCE;
        }
    }

    private boolean isStill(long sequence) {
        VarHandle.acquireFence(); // what was read before this was read before the next
        return (long) LONG.getOpaque(memory, HeapLayout.SEQUENCE) == sequence;
    }

    /** Leaves the reader, to begin again, if these bytes are not within the blocks. */
    public void requireWithin(long address, long byteSize) {
        if (!isWithin(address, byteSize)) {
            throw Changed.INSTANCE;
        }
    }

    /** Tells whether bytes are within the blocks. */
    public boolean isWithin(long address, long byteSize) {
        long end = (long) LONG.getOpaque(memory, HeapLayout.HEAP_END);
        return address >= HeapLayout.HEAP && byteSize >= 0 && address <= end - byteSize;
    }

    /** Returns what is thrown where something is as it never can be. */
    public IllegalStateException damaged(String what) {
        return new IllegalStateException(path() + " is damaged: " + what + "; gatun fsck tells more");
    }

    /**
     * Allows for more memory.
     *
     * @return {@code wanted}, or what is left of the limit and not less than {@code needed}
     */
    long allow(long wanted, long needed) {
        long taken = memory.get(JAVA_LONG, HeapLayout.HEAP_END)
                - HeapLayout.HEAP
                + memory.get(JAVA_LONG, HeapLayout.LOG_END);
        long left = limitBytes - taken & -HeapLayout.PAGE;
        if (needed > left) {
            throw limitReached.apply(taken + needed);
        }
        return Math.min(wanted, left);
    }

    /** Returns the limit that it was created with. */
    public long limitBytes() {
        return limitBytes;
    }

    /** Returns the path of the segment. */
    public Path path() {
        return segment.path();
    }

    /** As {@link SharedSegment#fileId()}. */
    public String fileId() {
        return segment.fileId();
    }

    /** Tells whether it is closed. */
    public boolean isClosed() {
        return !memory.scope().isAlive();
    }

    /** As {@link SharedSegment#unlink()}. */
    public boolean unlink() {
        return segment.unlink();
    }

    /** As {@link SharedSegment#close()}. */
    @Override
    public void close() {
        cells.close();
    }

    /** Returns the path, for messages. */
    @Override
    public String toString() {
        return path().toString();
    }
}
