package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that processes share.
 *
 * <p>{@snippet :
 * try (SharedLong hits = SharedLong.create(SegmentName.of("hits"), 0)) {
 *   hits.incrementAndGet();   // and no hit is lost, whoever else counts
 * }
 * }
 *
 * <p>To read it and then to write it takes two steps, and loses what others have added in between. Of two processes that do this, one million times
 * each, some hundred thousand additions are lost:
 *
 * {@snippet file=RaceDemo.java region=race}
 *
 * <p>In one step none is lost, at the cost of an atomic instruction:
 *
 * {@snippet file=AtomicDemo.java region=atomic}
 *
 * <p>And none under the lock, which is for what takes more than one step:
 *
 * {@snippet file=LockDemo.java region=lock}
 *
 * <p>{@code gatun demo race atomic lock} runs all three.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedLong extends SharedValue {
    private static final DType TYPE = DType.INT64;
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    SharedLong(Place place) {
        super(place);
    }

    /**
     * Creates a {@code long} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedLong create(SegmentName name, long initial) {
        return new SharedLong(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code long} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedLong createWithoutLock(SegmentName name, long initial) {
        return new SharedLong(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedLong attach(SegmentName name) {
        return new SharedLong(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedLong in(CellSegment cells, int cell) {
        return new SharedLong(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedLong at(MemorySegment memory, long offset) {
        return new SharedLong(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, long value) {
        LONG.set(data, 0L, value);
    }

    /** Reads it; volatile. */
    public long get() {
        return (long) LONG.getVolatile(memory, offset);
    }

    /** Writes it; volatile. */
    public void set(long value) {
        LONG.setVolatile(memory, offset, value);
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public long getPlain() {
        return (long) LONG.get(memory, offset);
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(long value) {
        LONG.set(memory, offset, value);
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public long getOpaque() {
        return (long) LONG.getOpaque(memory, offset);
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(long value) {
        LONG.setOpaque(memory, offset, value);
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public long getAcquire() {
        return (long) LONG.getAcquire(memory, offset);
    }

    /** Writes it, after all that comes before. */
    public void setRelease(long value) {
        LONG.setRelease(memory, offset, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(long expected, long value) {
        return LONG.compareAndSet(memory, offset, expected, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns what it held, which is {@code expected} then. Volatile. */
    public long compareAndExchange(long expected, long value) {
        return (long) LONG.compareAndExchange(memory, offset, expected, value);
    }

    /** Writes it and returns what it held before. Volatile. */
    public long getAndSet(long value) {
        return (long) LONG.getAndSet(memory, offset, value);
    }

    /** Adds to it and returns what it held before. It wraps around. Volatile. */
    public long getAndAdd(long delta) {
        return (long) LONG.getAndAdd(memory, offset, delta);
    }

    /** Adds to it and returns the sum. It wraps around. Volatile. */
    public long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    /** Adds 1 and returns what it held before. Volatile. */
    public long getAndIncrement() {
        return getAndAdd(1);
    }

    /** Adds 1 and returns the sum. Volatile. */
    public long incrementAndGet() {
        return getAndAdd(1) + 1;
    }

    /** Subtracts 1 and returns what it held before. Volatile. */
    public long getAndDecrement() {
        return getAndAdd(-1);
    }

    /** Subtracts 1 and returns the difference. Volatile. */
    public long decrementAndGet() {
        return getAndAdd(-1) - 1;
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else
     */
    public long getAndUpdate(LongUnaryOperator update) {
        long held = get();
        while (true) {
            long found = compareAndExchange(held, update.applyAsLong(held));
            if (found == held) {
                return held;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public long updateAndGet(LongUnaryOperator update) {
        long held = get();
        while (true) {
            long value = update.applyAsLong(held);
            long found = compareAndExchange(held, value);
            if (found == held) {
                return value;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it and {@code x}, and returns what it held before; otherwise as {@link #getAndUpdate}. */
    public long getAndAccumulate(long x, LongBinaryOperator accumulate) {
        return getAndUpdate(held -> accumulate.applyAsLong(held, x));
    }

    /** Writes what the function makes of it and {@code x}, and returns that; otherwise as {@link #getAndUpdate}. */
    public long accumulateAndGet(long x, LongBinaryOperator accumulate) {
        return updateAndGet(held -> accumulate.applyAsLong(held, x));
    }
}
