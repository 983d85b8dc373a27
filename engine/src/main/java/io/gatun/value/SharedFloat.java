package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code float} that processes share.
 *
 * <p>It is compared by its bits, as {@link Float#floatToRawIntBits} gives them: a NaN equals the NaN of the same bits, and 0.0 does not
 * equal -0.0. Functions take and give {@code double}s, since the JDK has none for {@code float}.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedFloat extends SharedValue {
    private static final DType TYPE = DType.FLOAT32;
    private static final VarHandle BITS = JAVA_INT.varHandle().withInvokeExactBehavior();

    SharedFloat(Place place) {
        super(place);
    }

    /**
     * Creates a {@code float} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedFloat create(SegmentName name, float initial) {
        return new SharedFloat(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code float} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedFloat createWithoutLock(SegmentName name, float initial) {
        return new SharedFloat(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedFloat attach(SegmentName name) {
        return new SharedFloat(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedFloat in(CellSegment cells, int cell) {
        return new SharedFloat(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedFloat at(MemorySegment memory, long offset) {
        return new SharedFloat(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, float value) {
        BITS.set(data, 0L, bits(value));
    }

    private static int bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    private static float value(int bits) {
        return Float.intBitsToFloat(bits);
    }

    /** Reads it; volatile. */
    public float get() {
        return value((int) BITS.getVolatile(memory, offset));
    }

    /** Writes it; volatile. */
    public void set(float value) {
        BITS.setVolatile(memory, offset, bits(value));
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public float getPlain() {
        return value((int) BITS.get(memory, offset));
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(float value) {
        BITS.set(memory, offset, bits(value));
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public float getOpaque() {
        return value((int) BITS.getOpaque(memory, offset));
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(float value) {
        BITS.setOpaque(memory, offset, bits(value));
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public float getAcquire() {
        return value((int) BITS.getAcquire(memory, offset));
    }

    /** Writes it, after all that comes before. */
    public void setRelease(float value) {
        BITS.setRelease(memory, offset, bits(value));
    }

    /** Writes {@code value} if it holds the bits of {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(float expected, float value) {
        return BITS.compareAndSet(memory, offset, bits(expected), bits(value));
    }

    /** Writes {@code value} if it holds the bits of {@code expected}; returns what it held, those bits then. Volatile. */
    public float compareAndExchange(float expected, float value) {
        return value((int) BITS.compareAndExchange(memory, offset, bits(expected), bits(value)));
    }

    /** Writes it and returns what it held before. Volatile. */
    public float getAndSet(float value) {
        return value((int) BITS.getAndSet(memory, offset, bits(value)));
    }

    /** Adds to it and returns what it held before. Volatile; by compare-and-set, since processors add no floating-point numbers so. */
    public float getAndAdd(float delta) {
        int held = (int) BITS.getVolatile(memory, offset);
        while (true) {
            int found = (int) BITS.compareAndExchange(memory, offset, held, bits(value(held) + delta));
            if (found == held) {
                return value(held);
            }
            held = found;
        }
    }

    /** Adds to it and returns the sum. Volatile. */
    public float addAndGet(float delta) {
        return getAndAdd(delta) + delta;
    }

    /** Adds 1 and returns the sum. Volatile. */
    public float incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else. Its result is rounded to a {@code float}
     */
    public float getAndUpdate(DoubleUnaryOperator update) {
        int held = (int) BITS.getVolatile(memory, offset);
        while (true) {
            int next = bits((float) update.applyAsDouble(value(held)));
            int found = (int) BITS.compareAndExchange(memory, offset, held, next);
            if (found == held) {
                return value(held);
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public float updateAndGet(DoubleUnaryOperator update) {
        int held = (int) BITS.getVolatile(memory, offset);
        while (true) {
            int next = bits((float) update.applyAsDouble(value(held)));
            int found = (int) BITS.compareAndExchange(memory, offset, held, next);
            if (found == held) {
                return value(next);
            }
            held = found;
        }
    }

    /** Writes what the function makes of it and {@code x}, and returns what it held before; otherwise as {@link #getAndUpdate}. */
    public float getAndAccumulate(float x, DoubleBinaryOperator accumulate) {
        return getAndUpdate(held -> accumulate.applyAsDouble(held, x));
    }

    /** Writes what the function makes of it and {@code x}, and returns that; otherwise as {@link #getAndUpdate}. */
    public float accumulateAndGet(float x, DoubleBinaryOperator accumulate) {
        return updateAndGet(held -> accumulate.applyAsDouble(held, x));
    }
}
