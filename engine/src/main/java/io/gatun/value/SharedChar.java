package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_CHAR;

import io.gatun.memory.NarrowWord;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.IntUnaryOperator;

/**
 * A {@code char} that processes share. NumPy calls it {@code uint16}.
 *
 * <p>The JDK's handles of memory segments read and write it, but do not exchange it. So what reads and writes in one step does so by
 * compare-and-set of the aligned word of four bytes that it lies in, whose other bytes keep their values. That word must lie
 * within the memory that {@link #at} is given; in a cell there is room for it.
 *
 * <p><b>Threads, ownership, layout and crash behaviour:</b> as for all {@linkplain SharedValue values}.
 */
public final class SharedChar extends NarrowValue {
    private static final DType TYPE = DType.UINT16;
    private static final VarHandle CHAR = JAVA_CHAR.varHandle().withInvokeExactBehavior();

    SharedChar(Place place) {
        super(place, NarrowWord.SHORT_MASK);
    }

    /**
     * Creates a {@code char} that has a lock.
     *
     * @param initial what it holds before anybody else can see it
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedChar create(SegmentName name, char initial) {
        return new SharedChar(Place.create(name, TYPE, true, data -> store(data, initial)));
    }

    /**
     * Creates a {@code char} that has no lock: {@link #lock} throws, and any number of processes may attach it. Otherwise as {@link #create}.
     */
    public static SharedChar createWithoutLock(SegmentName name, char initial) {
        return new SharedChar(Place.create(name, TYPE, false, data -> store(data, initial)));
    }

    /**
     * Attaches one that was created, with a lock or without.
     *
     * @throws SegmentException.Malformed if it is none, or a value of another type
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it has a lock and is attached more than 500 times
     */
    public static SharedChar attach(SegmentName name) {
        return new SharedChar(Place.attach(name, TYPE));
    }

    /**
     * Returns the one in a cell, whose lock is the cell's; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalArgumentException if the cell's data is smaller
     */
    public static SharedChar in(CellSegment cells, int cell) {
        return new SharedChar(Place.in(cells, cell, TYPE));
    }

    /**
     * Returns the one at an offset of some memory, without a lock; to close it does nothing.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned there, or its word of four bytes does not lie within the memory
     * @throws IllegalStateException if the memory is closed
     */
    public static SharedChar at(MemorySegment memory, long offset) {
        return new SharedChar(Place.at(memory, offset, TYPE));
    }

    private static void store(MemorySegment data, char value) {
        CHAR.set(data, 0L, value);
    }

    /** Reads it; volatile. */
    public char get() {
        return (char) CHAR.getVolatile(memory, offset);
    }

    /** Writes it; volatile. */
    public void set(char value) {
        CHAR.setVolatile(memory, offset, value);
    }

    /** Reads it, in one piece, and in no order with anything else. */
    public char getPlain() {
        return (char) CHAR.get(memory, offset);
    }

    /** Writes it, in one piece, and in no order with anything else. */
    public void setPlain(char value) {
        CHAR.set(memory, offset, value);
    }

    /** Reads it; opaque: in order with other accesses to it. */
    public char getOpaque() {
        return (char) CHAR.getOpaque(memory, offset);
    }

    /** Writes it; opaque: in order with other accesses to it. */
    public void setOpaque(char value) {
        CHAR.setOpaque(memory, offset, value);
    }

    /** Reads it, before all that follows; what was written before the {@link #setRelease} that wrote it is seen then. */
    public char getAcquire() {
        return (char) CHAR.getAcquire(memory, offset);
    }

    /** Writes it, after all that comes before. */
    public void setRelease(char value) {
        CHAR.setRelease(memory, offset, value);
    }

    /** Writes {@code value} if it holds {@code expected}; returns whether it did. Volatile. */
    public boolean compareAndSet(char expected, char value) {
        return compareAndExchange(expected, value) == expected;
    }

    /** Writes {@code value} if it holds {@code expected}; returns what it held, which is {@code expected} then. Volatile. */
    public char compareAndExchange(char expected, char value) {
        return (char) exchangeLane(expected, value);
    }

    /** Writes it and returns what it held before. Volatile. */
    public char getAndSet(char value) {
        return (char) swapLane(value);
    }

    /**
     * Writes what the function makes of it, and returns what it held before. Volatile.
     *
     * @param update called again for as long as others come in between: it should do nothing else. Of its result the low sixteen bits count
     */
    public char getAndUpdate(IntUnaryOperator update) {
        char held = get();
        while (true) {
            char found = compareAndExchange(held, (char) update.applyAsInt(held));
            if (found == held) {
                return held;
            }
            held = found;
        }
    }

    /** Writes what the function makes of it, and returns that; otherwise as {@link #getAndUpdate}. */
    public char updateAndGet(IntUnaryOperator update) {
        char held = get();
        while (true) {
            char value = (char) update.applyAsInt(held);
            char found = compareAndExchange(held, value);
            if (found == held) {
                return value;
            }
            held = found;
        }
    }
}
