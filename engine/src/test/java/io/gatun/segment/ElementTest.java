package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.testing.NothingLeftBehind;
import java.lang.reflect.Array;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Elements, one at a time and in bulk, for every type. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class ElementTest {
    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 127",
        "INT16, -32768, 32767",
        "INT32, -2147483648, 2147483647",
        "INT64, -9223372036854775808, 9223372036854775807",
        "UINT8, 0, 255",
        "UINT16, 0, 65535",
        "UINT32, 0, 4294967295",
        "BOOL, 0, 1"
    })
    void integersAreKeptFromTheLowestToTheHighest(DType type, long low, long high) {
        with(type, array -> {
            array.setLong(0, low);
            array.setLong(2, high);
            assertEquals(low, array.getLong(0));
            assertEquals(0, array.getLong(1));
            assertEquals(high, array.getLong(2));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, -129",
        "INT8, 128",
        "INT16, -32769",
        "INT16, 32768",
        "INT32, -2147483649",
        "INT32, 2147483648",
        "UINT8, -1",
        "UINT8, 256",
        "UINT16, -1",
        "UINT16, 65536",
        "UINT32, -1",
        "UINT32, 4294967296",
        "BOOL, -1",
        "BOOL, 2"
    })
    void aValueTheTypeCannotHoldIsRefusedAndNothingIsStored(DType type, long value) {
        with(type, array -> {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> array.setLong(1, value));
            assertEquals("value=" + value + " for " + type.numpyName(), refusal.getMessage());
            assertEquals(0, array.getLong(1));
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 18446744073709551615", "-9223372036854775808, 9223372036854775808"})
    void unsignedLongsAreTheSignedOnesOfTheSameBits(long bits, String unsigned) {
        with(DType.UINT64, array -> {
            array.setLong(1, bits);
            assertEquals(unsigned, Long.toUnsignedString(array.getLong(1)));
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1", "-0.0", "Infinity", "-Infinity", "NaN", "4.9E-324", "1.7976931348623157E308"})
    void doublesAreKeptToTheBit(double value) {
        with(DType.FLOAT64, array -> {
            array.setDouble(1, value);
            assertEquals(Double.doubleToRawLongBits(value), Double.doubleToRawLongBits(array.getDouble(1)));
        });
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.10000000149011612", "1e300, Infinity", "1e-300, 0.0", "NaN, NaN", "16777217, 16777216"})
    void floatsAreRoundedToTheirType(double value, double rounded) {
        with(DType.FLOAT32, array -> {
            array.setDouble(1, value);
            assertEquals(rounded, array.getDouble(1));
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void eachTypeHasTheAccessorsOfItsKindOnly(DType type) {
        with(type, array -> {
            if (type.isFloating()) {
                assertThrows(IllegalStateException.class, () -> array.getLong(0));
                assertThrows(IllegalStateException.class, () -> array.setLong(0, 1));
            } else {
                assertThrows(IllegalStateException.class, () -> array.getDouble(0));
                IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> array.setDouble(0, 1));
                assertEquals("setDouble on elements of type " + type.numpyName(), refusal.getMessage());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void thereAreNoElementsOutsideTheArray(DType type) {
        with(type, array -> {
            for (long index : new long[] {-1, 3, Long.MAX_VALUE}) {
                assertThrows(IndexOutOfBoundsException.class, () -> read(array, index));
                assertThrows(IndexOutOfBoundsException.class, () -> write(array, index));
            }
        });
    }

    /** An index whose bytes are beyond 2^63 is not to come round to the array again. */
    @ParameterizedTest
    @EnumSource(DType.class)
    void thereAreNoElementsWhereTheOffsetOverflows(DType type) {
        with(type, array -> {
            for (long index : new long[] {Long.MIN_VALUE, 1L << 61, 1L << 62}) {
                assertThrows(IndexOutOfBoundsException.class, () -> read(array, index), "index=" + index);
                assertThrows(IndexOutOfBoundsException.class, () -> write(array, index), "index=" + index);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void bulkCopiesMoveTheBitsOfTheJavaArrayOfTheSameKind(DType type) {
        with(type, array -> {
            Object source = javaArray(type, 5);
            for (int i = 0; i < 5; i++) {
                Array.setByte(source, i, (byte) (i & 1));
            }
            array.copyFrom(source, 1, 1, 2);
            Object target = javaArray(type, 5);
            array.copyTo(0, target, 2, 3);
            Object expected = javaArray(type, 5);
            Array.setByte(expected, 3, (byte) 1);
            assertArrayEquals(new Object[] {expected}, new Object[] {target});
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void bulkCopiesOutsideEitherArrayAreRefused(DType type) {
        with(type, array -> {
            Object some = javaArray(type, 2);
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyFrom(some, 0, 2, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyFrom(some, 1, 0, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyTo(-1, some, 0, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyTo(0, some, -1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyTo(0, some, 0, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> array.copyTo(Long.MAX_VALUE, some, 0, 1));
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = Mode.EXCLUDE, names = "FLOAT32")
    void bulkCopiesOfAnotherKindAreRefused(DType type) {
        with(type, array -> {
            assertThrows(IllegalArgumentException.class, () -> array.copyFrom(new float[3], 0, 0, 3));
            assertThrows(IllegalArgumentException.class, () -> array.copyTo(0, new char[3], 0, 3));
            assertThrows(IllegalArgumentException.class, () -> array.copyTo(0, "no array", 0, 3));
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void aReadOnlyArrayIsReadAndNeverWritten(DType type) {
        with(type, array -> {
            write(array, 1);
            try (SharedArray reader = SharedArray.attach(array.segment().path(), Access.READ_ONLY)) {
                assertEquals(1, read(reader, 1));
                assertThrows(IllegalArgumentException.class, () -> write(reader, 0));
                assertThrows(IllegalArgumentException.class, () -> reader.copyFrom(javaArray(type, 1), 0, 0, 1));
                assertEquals(0, read(array, 0));
            }
        });
    }

    private static void with(DType type, Consumer<SharedArray> test) {
        try (SharedArray array = SharedArray.create(SegmentName.random("element-"), type, 3)) {
            try {
                test.accept(array);
            } finally {
                array.unlink();
            }
        }
    }

    private static Object javaArray(DType type, int length) {
        return Array.newInstance(type.layout().carrier(), length);
    }

    private static double read(SharedArray array, long index) {
        return array.dtype().isFloating() ? array.getDouble(index) : array.getLong(index);
    }

    private static void write(SharedArray array, long index) {
        if (array.dtype().isFloating()) {
            array.setDouble(index, 1);
        } else {
            array.setLong(index, 1);
        }
    }
}
