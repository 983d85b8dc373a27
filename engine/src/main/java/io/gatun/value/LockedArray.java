package io.gatun.value;

import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.sync.CellSegment;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SyncKind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * An array and the lock that guards it, in one segment: {@code Array} of Python's {@code multiprocessing}.
 *
 * <p>{@snippet :
 * try (LockedArray scores = LockedArray.create(SegmentName.of("scores"), DType.FLOAT64, 1000)) {
 *   scores.lock().lock();
 *   try {
 *     scores.array().setDouble(7, scores.array().getDouble(7) * 2);
 *   } finally {
 *     scores.lock().unlock();
 *   }
 * }
 * }
 *
 * <p>The lock keeps out only those who take it. For single elements {@link SharedArray#atomics} needs none.
 *
 * <p><b>Layout:</b> an {@code .npy} file, which NumPy loads and {@link SharedArray#attach(SegmentName, Access)} takes as any other. Behind its elements, from
 * the next multiple of 128 bytes on, lies a sync area of one cell, as the package {@link io.gatun.sync} has it. <b>Crash behaviour:</b> a
 * process that dies with the lock may leave elements that do not belong together: who takes the lock next is told, as {@link
 * SharedLock#onOwnerDeath} says, and if nothing repairs that, the lock is unusable. <b>Threads and ownership:</b> as for a {@linkplain
 * io.gatun.segment.SharedSegment segment}.
 */
public final class LockedArray implements AutoCloseable {
    private final SharedArray array;
    private final CellSegment cells;
    private final SharedLock lock;

    private LockedArray(SharedArray array, CellSegment cells) {
        this.array = array;
        this.cells = cells;
        this.lock = cells.lock(0);
    }

    /**
     * Creates an array of zeros, and its lock.
     *
     * @param shape the length of each dimension, each positive; none for a single element
     * @throws IllegalArgumentException as {@link SharedArray#create(SegmentName, DType, long...)}
     * @throws SegmentException as {@link SharedArray#create(SegmentName, DType, long...)}
     */
    public static LockedArray create(SegmentName name, DType dtype, long... shape) {
        SharedArray array = SharedArray.createWithRoom(
                name.path(),
                dtype,
                CellSegment.byteSize(1, Long.BYTES),
                room -> CellSegment.write(room, SyncKind.ARRAY_LOCK, 1, Long.BYTES, ""),
                shape);
        try {
            return of(array);
        } catch (Throwable e) {
            try (array) {
                array.unlink();
            }
            throw e;
        }
    }

    /**
     * Attaches an array and its lock.
     *
     * @throws SegmentException.Malformed if it is no array, or has no lock
     * @throws SegmentException as {@link SharedArray#attach(SegmentName, Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static LockedArray attach(SegmentName name) {
        SharedArray array = SharedArray.attach(name, Access.READ_WRITE);
        try {
            return of(array);
        } catch (Throwable e) {
            array.close();
            throw e;
        }
    }

    private static LockedArray of(SharedArray array) {
        MemorySegment room = array.room();
        long base = array.segment().byteSize() - room.byteSize();
        if (room.byteSize() == 0) {
            throw new SegmentException.Malformed(
                    array.segment().path(), base, "an array without a lock behind its elements");
        }
        return new LockedArray(array, CellSegment.in(array.segment(), base, SyncKind.ARRAY_LOCK));
    }

    /** Returns the array; it is closed with this. */
    public SharedArray array() {
        return array;
    }

    /** Returns the lock, the same object at each call. It is not reentrant, and to close it does nothing. */
    public SharedLock lock() {
        return lock;
    }

    /** Returns the path of the segment. */
    public Path path() {
        return cells.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}. */
    public boolean unlink() {
        return array.unlink();
    }

    /**
     * Ends the use of the array and the lock here; does nothing the second time. If the lock is held by this object, that counts as its
     * owner's death.
     */
    @Override
    public void close() {
        cells.close();
    }

    /** Returns type, shape and path, for messages. */
    @Override
    public String toString() {
        return "locked " + array;
    }
}
