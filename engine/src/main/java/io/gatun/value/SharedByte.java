package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.memory.NarrowWord;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * A {@code byte} that processes share.
 *
 * <p>The JDK's handles of memory segments read and write it, but do not exchange it. So what reads and writes in one step does so by
 * compare-and-set of the aligned word of four bytes that it lies in, whose other bytes keep their values. That word must lie
 * within the memory that {@link #at} is given; in a cell there is room for it.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedByte extends NarrowValue {
    private static final DType TYPE = DType.INT8;
    private static final VarHandle BYTE = JAVA_BYTE.varHandle().withInvokeExactBehavior();

    SharedByte(Place place) {
        super(place, NarrowWord.BYTE_MASK);
    }

    /**
     * Creates a {@code byte} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedByte create(SegmentName name, byte initial) {
        return new SharedByte(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code byte} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedByte createWithoutLock(SegmentName name, byte initial) {
        return new SharedByte(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedByte attach(SegmentName name) {
        return new SharedByte(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedByte in(CellSegment cells, int cell) {
        return new SharedByte(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there, or its word of four bytes does not lie within the memory
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedByte at(MemorySegment memory, long offset) {
        return new SharedByte(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, byte value) {
        BYTE.set(data, 0L, value);
    }

    /** Reads it; volatile. */
    public byte get() {
        return (byte) BYTE.getVolatile(memory, offset);
    }

    /** Writes it; volatile. */
    public void set(byte value) {
        BYTE.setVolatile(memory, offset, value);
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public byte getPlain() {
        return (byte) BYTE.get(memory, offset);
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(byte value) {
        BYTE.set(memory, offset, value);
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public byte getOpaque() {
        return (byte) BYTE.getOpaque(memory, offset);
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(byte value) {
        BYTE.setOpaque(memory, offset, value);
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public byte getAcquire() {
        return (byte) BYTE.getAcquire(memory, offset);
    }

    /** Writes it, after all that comes before. */
    public void setRelease(byte value) {
        BYTE.setRelease(memory, offset, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(byte expected, byte value) {
        return compareAndExchange(expected, value) == expected;
    }

    /** Writes {@code value} if it holds {@code expected}; returns what it held, which is {@code expected} then. Volatile. */
    public byte compareAndExchange(byte expected, byte value) {
        return (byte) exchangeLane(expected, value);
    }

    /** Writes it and returns what it held before. Volatile. */
    public byte getAndSet(byte value) {
        return (byte) swapLane(value);
    }

    /** Adds to it and returns what it held before. It wraps around. Volatile. */
    public byte getAndAdd(byte delta) {
        return (byte) addLane(delta);
    }

    /** Adds to it and returns the sum. It wraps around. Volatile. */
    public byte addAndGet(byte delta) {
        return (byte) (addLane(delta) + delta);
    }

    /** Adds 1 and returns the sum. It wraps around. Volatile. */
    public byte incrementAndGet() {
        return (byte) (addLane(1) + 1);
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else. Of its result the low eight bits count
     */
    public byte getAndUpdate(IntUnaryOperator update) {
        byte held = get();
        while (true) {
            byte found = compareAndExchange(held, (byte) update.applyAsInt(held));
            if (found == held) {
                return held;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public byte updateAndGet(IntUnaryOperator update) {
        byte held = get();
        while (true) {
            byte value = (byte) update.applyAsInt(held);
            byte found = compareAndExchange(held, value);
            if (found == held) {
                return value;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it and {@code x}, and returns what it held before; otherwise as {@link #getAndUpdate}. */
    public byte getAndAccumulate(byte x, IntBinaryOperator accumulate) {
        return getAndUpdate(held -> accumulate.applyAsInt(held, x));
    }

    /** Writes what the function makes of it and {@code x}, and returns that; otherwise as {@link #getAndUpdate}. */
    public byte accumulateAndGet(byte x, IntBinaryOperator accumulate) {
        return updateAndGet(held -> accumulate.applyAsInt(held, x));
    }
}
