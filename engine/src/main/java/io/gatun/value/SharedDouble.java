package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} that processes share.
 *
 * <p>It is compared by its bits, as {@link Double#doubleToRawLongBits} gives them: a NaN equals the NaN of the same bits, and 0.0 does not
 * equal -0.0. What many processes add to it depends in its last bits on the order in which they come.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedDouble extends SharedValue {
    private static final DType TYPE = DType.FLOAT64;
    private static final VarHandle BITS = JAVA_LONG.varHandle().withInvokeExactBehavior();

    SharedDouble(Place place) {
        super(place);
    }

    /**
     * Creates a {@code double} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedDouble create(SegmentName name, double initial) {
        return new SharedDouble(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code double} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedDouble createWithoutLock(SegmentName name, double initial) {
        return new SharedDouble(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedDouble attach(SegmentName name) {
        return new SharedDouble(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedDouble in(CellSegment cells, int cell) {
        return new SharedDouble(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedDouble at(MemorySegment memory, long offset) {
        return new SharedDouble(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, double value) {
        BITS.set(data, 0L, bits(value));
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static double value(long bits) {
        return Double.longBitsToDouble(bits);
    }

    /** Reads it; volatile. */
    public double get() {
        return value((long) BITS.getVolatile(memory, offset));
    }

    /** Writes it; volatile. */
    public void set(double value) {
        BITS.setVolatile(memory, offset, bits(value));
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public double getPlain() {
        return value((long) BITS.get(memory, offset));
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(double value) {
        BITS.set(memory, offset, bits(value));
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public double getOpaque() {
        return value((long) BITS.getOpaque(memory, offset));
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(double value) {
        BITS.setOpaque(memory, offset, bits(value));
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public double getAcquire() {
        return value((long) BITS.getAcquire(memory, offset));
    }

    /** Writes it, after all that comes before. */
    public void setRelease(double value) {
        BITS.setRelease(memory, offset, bits(value));
    }

    /** Writes {@code value} if it holds the bits of {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(double expected, double value) {
        return BITS.compareAndSet(memory, offset, bits(expected), bits(value));
    }

    /** Writes {@code value} if it holds the bits of {@code expected}; returns what it held, those bits then. Volatile. */
    public double compareAndExchange(double expected, double value) {
        return value((long) BITS.compareAndExchange(memory, offset, bits(expected), bits(value)));
    }

    /** Writes it and returns what it held before. Volatile. */
    public double getAndSet(double value) {
        return value((long) BITS.getAndSet(memory, offset, bits(value)));
    }

    /** Adds to it and returns what it held before. Volatile; by compare-and-set, since processors add no floating-point numbers so. */
    public double getAndAdd(double delta) {
        long held = (long) BITS.getVolatile(memory, offset);
        while (true) {
            long found = (long) BITS.compareAndExchange(memory, offset, held, bits(value(held) + delta));
            if (found == held) {
                return value(held);
            }
            held = found;
        }
    }

    /** Adds to it and returns the sum. Volatile. */
    public double addAndGet(double delta) {
        return getAndAdd(delta) + delta;
    }

    /** Adds 1 and returns the sum. Volatile. */
    public double incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else
     */
    public double getAndUpdate(DoubleUnaryOperator update) {
        long held = (long) BITS.getVolatile(memory, offset);
        while (true) {
            long next = bits(update.applyAsDouble(value(held)));
            long found = (long) BITS.compareAndExchange(memory, offset, held, next);
            if (found == held) {
                return value(held);
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public double updateAndGet(DoubleUnaryOperator update) {
        long held = (long) BITS.getVolatile(memory, offset);
        while (true) {
            long next = bits(update.applyAsDouble(value(held)));
            long found = (long) BITS.compareAndExchange(memory, offset, held, next);
            if (found == held) {
                return value(next);
            }
            held = found;
        }
    }

    /** Writes what the function makes of it and {@code x}, and returns what it held before; otherwise as {@link #getAndUpdate}. */
    public double getAndAccumulate(double x, DoubleBinaryOperator accumulate) {
        return getAndUpdate(held -> accumulate.applyAsDouble(held, x));
    }

    /** Writes what the function makes of it and {@code x}, and returns that; otherwise as {@link #getAndUpdate}. */
    public double accumulateAndGet(double x, DoubleBinaryOperator accumulate) {
        return updateAndGet(held -> accumulate.applyAsDouble(held, x));
    }
}
