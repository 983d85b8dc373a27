package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.memory.NarrowWord;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A {@code boolean} that processes share. It is one byte, 1 for true; any other that somebody has stored there, but 0, is true as well.
 *
 * <p>The JDK's handles of memory segments read and write it, but do not exchange it. So what reads and writes in one step does so by
 * compare-and-set of the aligned word of four bytes that it lies in, whose other bytes keep their values. That word must lie
 * within the memory that {@link #at} is given; in a cell there is room for it.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedBoolean extends NarrowValue {
    private static final DType TYPE = DType.BOOL;
    private static final VarHandle BYTE = JAVA_BYTE.varHandle().withInvokeExactBehavior();

    SharedBoolean(Place place) {
        super(place, NarrowWord.BYTE_MASK);
    }

    /**
     * Creates a {@code boolean} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedBoolean create(SegmentName name, boolean initial) {
        return new SharedBoolean(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code boolean} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedBoolean createWithoutLock(SegmentName name, boolean initial) {
        return new SharedBoolean(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedBoolean attach(SegmentName name) {
        return new SharedBoolean(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedBoolean in(CellSegment cells, int cell) {
        return new SharedBoolean(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there, or its word of four bytes does not lie within the memory
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedBoolean at(MemorySegment memory, long offset) {
        return new SharedBoolean(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, boolean value) {
        BYTE.set(data, 0L, bits(value));
    }

    private static byte bits(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    /** Reads it; volatile. */
    public boolean get() {
        return (byte) BYTE.getVolatile(memory, offset) != 0;
    }

    /** Writes it; volatile. */
    public void set(boolean value) {
        BYTE.setVolatile(memory, offset, bits(value));
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public boolean getPlain() {
        return (byte) BYTE.get(memory, offset) != 0;
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(boolean value) {
        BYTE.set(memory, offset, bits(value));
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public boolean getOpaque() {
        return (byte) BYTE.getOpaque(memory, offset) != 0;
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(boolean value) {
        BYTE.setOpaque(memory, offset, bits(value));
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public boolean getAcquire() {
        return (byte) BYTE.getAcquire(memory, offset) != 0;
    }

    /** Writes it, after all that comes before. */
    public void setRelease(boolean value) {
        BYTE.setRelease(memory, offset, bits(value));
    }

    /** Writes {@code value} if it holds {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(boolean expected, boolean value) {
        return compareAndExchange(expected, value) == expected;
    }

    /** Writes {@code value} if it holds {@code expected}; returns what it held, which is {@code expected} then. Volatile. */
    public boolean compareAndExchange(boolean expected, boolean value) {
        int held = Byte.toUnsignedInt((byte) BYTE.getVolatile(memory, offset));
        while ((held != 0) == expected) {
            int found = exchangeLane(held, bits(value));
            if (found == held) {
                return expected;
            }
            held = found; // which is true as well, perhaps, by another number
        }
        return !expected;
    }

    /** Writes it and returns what it held before. Volatile. */
    public boolean getAndSet(boolean value) {
        return swapLane(bits(value)) != 0;
    }
}
