package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gatun.memory.NarrowWord;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The elements of an array, each read and changed in one step: what all processes that share the array use where they change the same
 * elements without a lock.
 *
 * <p>{@snippet :
 * AtomicElements counts = histogram.atomics();   // of an int64 array
 * counts.getAndAddLong(bin, 1);                  // and no count is lost, whoever else counts
 * }
 *
 * <p>All accesses are volatile: they happen in one order that all threads of all processes agree on, as C11's are with {@code
 * memory_order_seq_cst}. Elements are counted as {@link SharedArray}'s are; integers are taken as {@code long}, an unsigned one by its
 * value, those of {@link DType#UINT64} as the {@code long} of the same bits, and wrap around in their own type.
 *
 * <p><b>Elements of one and two bytes</b> are exchanged and added to within the aligned word of four bytes that they lie in, by
 * compare-and-set of that word. That word must lie in the file whole: one at the very end of an array whose size is no multiple of four
 * may not, and an exchange of it is refused. <b>Floating-point elements</b> are compared by their bits: a NaN equals the NaN of the same
 * bits, and 0.0 does not equal -0.0; they are added to by compare-and-set.
 *
 * <p><b>Threads:</b> any, of any process. <b>Ownership:</b> none; it ends with the array, after which each access throws {@link
 * IllegalStateException}. <b>Crash behaviour:</b> each change is made whole or not at all.
 *
 * <p>All methods throw {@link IndexOutOfBoundsException} if there is no such element, those named for {@code long} {@link
 * IllegalStateException} if the elements are floating-point numbers, those named for {@code double} if they are not, and all that change
 * elements {@link IllegalArgumentException} if the array is attached read-only.
 */
public final class AtomicElements {
    private static final VarHandle BYTE = JAVA_BYTE.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment file; // from a page's start, so that an offset tells its alignment
    private final long dataOffset;
    private final long size;
    private final DType dtype;
    private final int shift; // an element's bytes are a power of two

    AtomicElements(SharedArray array) {
        this(array.segment().memory(), array.dataOffset(), array.size(), array.dtype());
    }

    /**
     * Makes those that lie in memory.
     *
     * @param file which begins where an element of any type may lie
     * @param dataOffset where in it they begin
     * @param size how many they are
     */
    AtomicElements(MemorySegment file, long dataOffset, long size, DType dtype) {
        this.file = file;
        this.dataOffset = dataOffset;
        this.size = size;
        this.dtype = dtype;
        this.shift = Integer.numberOfTrailingZeros(dtype.byteSize());
    }

    /** Returns an element of an integer or truth-value array. */
    public long getLongVolatile(long index) {
        long offset = offset(index);
        return switch (dtype) {
            case INT64, UINT64 -> (long) LONG.getVolatile(file, offset);
            case INT32 -> (int) INT.getVolatile(file, offset);
            case UINT32 -> Integer.toUnsignedLong((int) INT.getVolatile(file, offset));
            case INT16 -> (short) SHORT.getVolatile(file, offset);
            case UINT16 -> Short.toUnsignedLong((short) SHORT.getVolatile(file, offset));
            case INT8 -> (byte) BYTE.getVolatile(file, offset);
            case UINT8, BOOL -> Byte.toUnsignedLong((byte) BYTE.getVolatile(file, offset));
            case FLOAT32, FLOAT64 -> throw wrongType("getLongVolatile");
        };
    }

    /**
     * Stores an element of an integer or truth-value array.
     *
     * @throws IllegalArgumentException if the type cannot hold the value
     */
    public void setLongVolatile(long index, long value) {
        long offset = offset(index);
        requireInteger("setLongVolatile");
        dtype.requireHolds(value);
        switch (dtype.byteSize()) {
            case 1 -> BYTE.setVolatile(file, offset, (byte) value);
            case 2 -> SHORT.setVolatile(file, offset, (short) value);
            case 4 -> INT.setVolatile(file, offset, (int) value);
            default -> LONG.setVolatile(file, offset, value);
        }
    }

    /**
     * Stores an element of an integer or truth-value array if it has an expected value; returns whether it had.
     *
     * @throws IllegalArgumentException if the type cannot hold one of the two values
     * @throws IllegalStateException if the element's word of four bytes goes beyond the end of the file
     */
    public boolean compareAndSetLong(long index, long expected, long value) {
        long offset = offset(index);
        requireInteger("compareAndSetLong");
        dtype.requireHolds(expected);
        dtype.requireHolds(value);
        return switch (dtype.byteSize()) {
            case 4 -> INT.compareAndSet(file, offset, (int) expected, (int) value);
            case 8 -> LONG.compareAndSet(file, offset, expected, value);
            default -> {
                int lane = (int) expected & mask();
                yield lane
                        == NarrowWord.compareAndExchange(
                                file, word(offset), NarrowWord.shift(offset), mask(), lane, (int) value);
            }
        };
    }

    /**
     * Adds to an element of an integer array, wrapping around in the element's type; returns what it was.
     *
     * @throws IllegalStateException if the elements are truth values, or if the element's word of four bytes goes beyond the end of the
     *     file
     */
    public long getAndAddLong(long index, long delta) {
        long offset = offset(index);
        return switch (dtype) {
            case INT64, UINT64 -> (long) LONG.getAndAdd(file, offset, delta);
            case INT32 -> (int) INT.getAndAdd(file, offset, (int) delta);
            case UINT32 -> Integer.toUnsignedLong((int) INT.getAndAdd(file, offset, (int) delta));
            case INT16 -> (short) addNarrow(offset, delta);
            case INT8 -> (byte) addNarrow(offset, delta);
            case UINT16, UINT8 -> addNarrow(offset, delta);
            case BOOL, FLOAT32, FLOAT64 -> throw wrongType("getAndAddLong");
        };
    }

    /** Returns an element of a floating-point array. */
    public double getDoubleVolatile(long index) {
        long offset = offset(index);
        return switch (dtype) {
            case FLOAT64 -> Double.longBitsToDouble((long) LONG.getVolatile(file, offset));
            case FLOAT32 -> Float.intBitsToFloat((int) INT.getVolatile(file, offset));
            default -> throw wrongType("getDoubleVolatile");
        };
    }

    /** Stores an element of a floating-point array, rounded to its type. */
    public void setDoubleVolatile(long index, double value) {
        long offset = offset(index);
        switch (dtype) {
            case FLOAT64 -> LONG.setVolatile(file, offset, Double.doubleToRawLongBits(value));
            case FLOAT32 -> INT.setVolatile(file, offset, Float.floatToRawIntBits((float) value));
            default -> throw wrongType("setDoubleVolatile");
        }
    }

    /**
     * Stores an element of a floating-point array if it has the bits of an expected value; returns whether it had. Both values are
     * rounded to the elements' type first.
     */
    public boolean compareAndSetDouble(long index, double expected, double value) {
        long offset = offset(index);
        return switch (dtype) {
            case FLOAT64 ->
                LONG.compareAndSet(
                        file, offset, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
            case FLOAT32 ->
                INT.compareAndSet(
                        file, offset, Float.floatToRawIntBits((float) expected), Float.floatToRawIntBits((float)
                                value));
            default -> throw wrongType("compareAndSetDouble");
        };
    }

    /** Adds to an element of a floating-point array, and rounds the sum to its type; returns what it was. */
    public double getAndAddDouble(long index, double delta) {
        long offset = offset(index);
        return switch (dtype) {
            case FLOAT64 -> addDouble(offset, delta);
            case FLOAT32 -> addFloat(offset, delta);
            default -> throw wrongType("getAndAddDouble");
        };
    }

    private double addDouble(long offset, double delta) {
        long seen = (long) LONG.getVolatile(file, offset);
        while (true) {
            double had = Double.longBitsToDouble(seen);
            long witness = (long) LONG.compareAndExchange(file, offset, seen, Double.doubleToRawLongBits(had + delta));
            if (witness == seen) {
                return had;
            }
            seen = witness;
        }
    }

    private float addFloat(long offset, double delta) {
        int seen = (int) INT.getVolatile(file, offset);
        while (true) {
            float had = Float.intBitsToFloat(seen);
            int sum = Float.floatToRawIntBits((float) (had + delta));
            int witness = (int) INT.compareAndExchange(file, offset, seen, sum);
            if (witness == seen) {
                return had;
            }
            seen = witness;
        }
    }

    private int addNarrow(long offset, long delta) {
        return NarrowWord.getAndAdd(file, word(offset), NarrowWord.shift(offset), mask(), (int) delta);
    }

    private int mask() {
        return dtype.byteSize() == 1 ? NarrowWord.BYTE_MASK : NarrowWord.SHORT_MASK;
    }

    private long offset(long index) {
        return dataOffset + (Objects.checkIndex(index, size) << shift);
    }

    private long word(long offset) {
        long word = offset & -NarrowWord.BYTE_SIZE;
        if (word + NarrowWord.BYTE_SIZE > file.byteSize()) {
            throw new IllegalStateException("the " + dtype.numpyName() + " at byte " + offset + " of " + file.byteSize()
                    + " lies in a word of " + NarrowWord.BYTE_SIZE
                    + " bytes that goes beyond the end: make the array longer, to a multiple of "
                    + NarrowWord.BYTE_SIZE + " bytes");
        }
        return word;
    }

    private void requireInteger(String method) {
        if (dtype.isFloating()) {
            throw wrongType(method);
        }
    }

    private IllegalStateException wrongType(String method) {
        return new IllegalStateException(method + " on elements of type " + dtype.numpyName());
    }
}
