package io.gatun.segment;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of an array's elements, with NumPy's names; little-endian, without padding.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/arrays.dtypes.html">NumPy's data types</a>
 */
public enum DType {
    /** Signed, 1 byte. */
    INT8("|i1", ValueLayout.JAVA_BYTE),
    /** Signed, 2 bytes. */
    INT16("<i2", ValueLayout.JAVA_SHORT),
    /** Signed, 4 bytes. */
    INT32("<i4", ValueLayout.JAVA_INT),
    /** Signed, 8 bytes. */
    INT64("<i8", ValueLayout.JAVA_LONG),
    /** Unsigned, 1 byte; read as 0 to 255. */
    UINT8("|u1", ValueLayout.JAVA_BYTE),
    /** Unsigned, 2 bytes; read as 0 to 65535. */
    UINT16("<u2", ValueLayout.JAVA_SHORT),
    /** Unsigned, 4 bytes; read as 0 to 2³²-1. */
    UINT32("<u4", ValueLayout.JAVA_INT),
    /** Unsigned, 8 bytes; read as the {@code long} of the same bits, see {@link Long#toUnsignedString(long)}. */
    UINT64("<u8", ValueLayout.JAVA_LONG),
    /** IEEE 754 single precision. */
    FLOAT32("<f4", ValueLayout.JAVA_FLOAT),
    /** IEEE 754 double precision. */
    FLOAT64("<f8", ValueLayout.JAVA_DOUBLE),
    /** One byte, 0 or 1. */
    BOOL("|b1", ValueLayout.JAVA_BYTE);

    private final String descr;

    @SuppressWarnings("ImmutableEnumChecker") // value layouts are immutable, they only do not say so
    private final ValueLayout layout;

    DType(String descr, ValueLayout layout) {
        this.descr = descr;
        this.layout = layout;
    }

    /** Returns NumPy's name of the type, for instance {@code float64}. */
    public String numpyName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns how an {@code .npy} header writes the type, for instance {@code <f8}. */
    public String descr() {
        return descr;
    }

    /** Returns the layout of one element; of the Java type with the same bits, where Java has no unsigned one. */
    public ValueLayout layout() {
        return layout;
    }

    /** Returns the bytes an element takes: 1, 2, 4 or 8. */
    public int byteSize() {
        return (int) layout.byteSize();
    }

    /** Tells whether the elements are floating-point numbers. */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** Tells whether the elements are integers without a sign. */
    public boolean isUnsigned() {
        return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
    }

    /**
     * Sees to it that an element of this integer type can have a value.
     *
     * @throws IllegalArgumentException if it cannot
     */
    void requireHolds(long value) {
        int bits = byteSize() * Byte.SIZE;
        boolean unsigned = isUnsigned() || this == BOOL;
        long high = this == BOOL ? 1 : unsigned ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
        long low = unsigned ? 0 : -high - 1;
        if (bits < Long.SIZE && (value < low || value > high)) {
            throw new IllegalArgumentException("value=" + value + " for " + numpyName());
        }
    }

    /** Returns the type that an {@code .npy} header writes so; empty for one that arrays here cannot have. */
    static Optional<DType> ofDescr(String descr) {
        // the order of a single byte is written in any way
        String plain = descr.matches("[<>=].1") ? "|" + descr.substring(1) : descr;
        return Arrays.stream(values()).filter(type -> type.descr.equals(plain)).findFirst();
    }
}
