package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * An {@code int} that processes share.
 *
 * <p>{@snippet :
 * try (SharedInt phase = SharedInt.attach(SegmentName.of("phase"))) {
 *   boolean mine = phase.compareAndSet(READY, RUNNING);   // true for one of all who try
 * }
 * }
 *
 * <p>Worker processes count the tasks that are done on one counter, as {@code gatun demo counter} shows:
 *
 * {@snippet file=CounterDemo.java region=counter}
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedInt extends SharedValue {
    private static final DType TYPE = DType.INT32;
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    SharedInt(Place place) {
        super(place);
    }

    /**
     * Creates an {@code int} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedInt create(SegmentName name, int initial) {
        return new SharedInt(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates an {@code int} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedInt createWithoutLock(SegmentName name, int initial) {
        return new SharedInt(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedInt attach(SegmentName name) {
        return new SharedInt(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedInt in(CellSegment cells, int cell) {
        return new SharedInt(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedInt at(MemorySegment memory, long offset) {
        return new SharedInt(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, int value) {
        INT.set(data, 0L, value);
    }

    /** Reads it; volatile. */
    public int get() {
        return (int) INT.getVolatile(memory, offset);
    }

    /** Writes it; volatile. */
    public void set(int value) {
        INT.setVolatile(memory, offset, value);
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public int getPlain() {
        return (int) INT.get(memory, offset);
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(int value) {
        INT.set(memory, offset, value);
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public int getOpaque() {
        return (int) INT.getOpaque(memory, offset);
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(int value) {
        INT.setOpaque(memory, offset, value);
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public int getAcquire() {
        return (int) INT.getAcquire(memory, offset);
    }

    /** Writes it, after all that comes before. */
    public void setRelease(int value) {
        INT.setRelease(memory, offset, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(int expected, int value) {
        return INT.compareAndSet(memory, offset, expected, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns what it held, which is {@code expected} then. Volatile. */
    public int compareAndExchange(int expected, int value) {
        return (int) INT.compareAndExchange(memory, offset, expected, value);
    }

    /** Writes it and returns what it held before. Volatile. */
    public int getAndSet(int value) {
        return (int) INT.getAndSet(memory, offset, value);
    }

    /** Adds to it and returns what it held before. It wraps around. Volatile. */
    public int getAndAdd(int delta) {
        return (int) INT.getAndAdd(memory, offset, delta);
    }

    /** Adds to it and returns the sum. It wraps around. Volatile. */
    public int addAndGet(int delta) {
        return getAndAdd(delta) + delta;
    }

    /** Adds 1 and returns what it held before. Volatile. */
    public int getAndIncrement() {
        return getAndAdd(1);
    }

    /** Adds 1 and returns the sum. Volatile. */
    public int incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    /** Subtracts 1 and returns what it held before. Volatile. */
    public int getAndDecrement() {
        return getAndAdd(-1);
    }

    /** Subtracts 1 and returns the difference. Volatile. */
    public int decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else
     */
    public int getAndUpdate(IntUnaryOperator update) {
        int held = get();
        while (true) {
            int found = compareAndExchange(held, update.applyAsInt(held));
            if (found == held) {
                return held;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public int updateAndGet(IntUnaryOperator update) {
        int held = get();
        while (true) {
            int value = update.applyAsInt(held);
            int found = compareAndExchange(held, value);
            if (found == held) {
                return value;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it and {@code x}, and returns what it held before; otherwise as {@link #getAndUpdate}. */
    public int getAndAccumulate(int x, IntBinaryOperator accumulate) {
        return getAndUpdate(held -> accumulate.applyAsInt(held, x));
    }

    /** Writes what the function makes of it and {@code x}, and returns that; otherwise as {@link #getAndUpdate}. */
    public int accumulateAndGet(int x, IntBinaryOperator accumulate) {
        return updateAndGet(held -> accumulate.applyAsInt(held, x));
    }
}
