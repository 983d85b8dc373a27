package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Elements that are read and changed in one step, for every type. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class AtomicElementsTest {
    private static final int SIZE = 8;
    private static final int COUNTED = 6; // then one for each process
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "INT8, -128, 127",
        "INT16, -32768, 32767",
        "INT32, -2147483648, 2147483647",
        "INT64, -9223372036854775808, 9223372036854775807",
        "UINT8, 0, 255",
        "UINT16, 0, 65535",
        "UINT32, 0, 4294967295",
        "UINT64, 0, -1"
    })
    void integersWrapAroundInTheirTypeAndTouchNoNeighbour(DType type, long low, long high) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            for (int i = 0; i < SIZE; i++) {
                atomics.setLongVolatile(i, high);
            }
            for (int i = 0; i < SIZE; i += 2) {
                assertEquals(high, atomics.getAndAddLong(i, 1));
            }
            for (int i = 0; i < SIZE; i++) {
                assertEquals(i % 2 == 0 ? low : high, atomics.getLongVolatile(i));
                assertEquals(array.getLong(i), atomics.getLongVolatile(i));
            }
            assertEquals(low, atomics.getAndAddLong(0, -1));
            assertEquals(high, atomics.getLongVolatile(0));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            mode = Mode.EXCLUDE,
            names = {"FLOAT32", "FLOAT64", "BOOL"})
    void anIntegerIsSetOnlyIfItIsWhatWasExpected(DType type) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            long some = type.isUnsigned() && type != DType.UINT64 ? 200 : -100;
            atomics.setLongVolatile(3, some);
            assertFalse(atomics.compareAndSetLong(3, 5, 6));
            assertEquals(some, atomics.getLongVolatile(3));
            assertTrue(atomics.compareAndSetLong(3, some, 6));
            assertEquals(6, atomics.getLongVolatile(3));
            assertEquals(0, atomics.getLongVolatile(2));
            assertEquals(0, atomics.getLongVolatile(4));
        });
    }

    @Test
    void truthValuesAreExchangedAndNeverAddedTo() {
        with(DType.BOOL, array -> {
            AtomicElements atomics = array.atomics();
            assertTrue(atomics.compareAndSetLong(1, 0, 1));
            assertFalse(atomics.compareAndSetLong(1, 0, 1));
            assertEquals(1, atomics.getLongVolatile(1));
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> atomics.getAndAddLong(1, 1));
            assertEquals("getAndAddLong on elements of type bool", refusal.getMessage());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void floatingPointElementsAreComparedByTheirBits(DType type) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            assertFalse(atomics.compareAndSetDouble(1, -0.0, 1));
            assertTrue(atomics.compareAndSetDouble(1, 0.0, Double.NaN));
            assertTrue(atomics.compareAndSetDouble(1, Double.NaN, 0.1));
            assertTrue(atomics.compareAndSetDouble(1, 0.1, 2.5), "rounded as it was when it was stored");
            assertEquals(2.5, atomics.getAndAddDouble(1, 0.25));
            assertEquals(2.75, atomics.getDoubleVolatile(1));
            atomics.setDoubleVolatile(1, Double.NEGATIVE_INFINITY);
            assertEquals(Double.NEGATIVE_INFINITY, atomics.getAndAddDouble(1, Double.POSITIVE_INFINITY));
            assertEquals(Double.NaN, atomics.getDoubleVolatile(1));
        });
    }

    @Test
    void aSumOfFloatsIsRoundedOnce() {
        with(DType.FLOAT32, array -> {
            AtomicElements atomics = array.atomics();
            atomics.setDoubleVolatile(0, 16777216);
            atomics.getAndAddDouble(0, 1.0000001);
            assertEquals(16777218, atomics.getDoubleVolatile(0));
        });
    }

    @ParameterizedTest
    @CsvSource({"INT8, -129, 128", "UINT8, -1, 256", "INT16, -32769, 32768", "UINT32, -1, 4294967296", "BOOL, -1, 2"})
    void aValueTheTypeCannotHoldIsRefusedAndNothingIsStored(DType type, long low, long high) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            for (long value : new long[] {low, high}) {
                assertThrows(IllegalArgumentException.class, () -> atomics.setLongVolatile(1, value));
                assertThrows(IllegalArgumentException.class, () -> atomics.compareAndSetLong(1, value, 0));
                IllegalArgumentException refusal =
                        assertThrows(IllegalArgumentException.class, () -> atomics.compareAndSetLong(1, 0, value));
                assertEquals("value=" + value + " for " + type.numpyName(), refusal.getMessage());
            }
            assertEquals(0, atomics.getLongVolatile(1));
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void eachTypeHasTheAccessorsOfItsKindOnly(DType type) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            if (type.isFloating()) {
                assertThrows(IllegalStateException.class, () -> atomics.getLongVolatile(0));
                assertThrows(IllegalStateException.class, () -> atomics.setLongVolatile(0, 1));
                assertThrows(IllegalStateException.class, () -> atomics.compareAndSetLong(0, 0, 1));
                assertThrows(IllegalStateException.class, () -> atomics.getAndAddLong(0, 1));
                assertEquals(0, atomics.getDoubleVolatile(0));
            } else {
                assertThrows(IllegalStateException.class, () -> atomics.getDoubleVolatile(0));
                assertThrows(IllegalStateException.class, () -> atomics.setDoubleVolatile(0, 1));
                assertThrows(IllegalStateException.class, () -> atomics.compareAndSetDouble(0, 0, 1));
                assertThrows(IllegalStateException.class, () -> atomics.getAndAddDouble(0, 1));
                assertEquals(0, atomics.getLongVolatile(0));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void thereAreNoElementsOutsideTheArrayNorWhereTheOffsetOverflows(DType type) {
        with(type, array -> {
            AtomicElements atomics = array.atomics();
            for (long index : new long[] {-1, SIZE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 61, 1L << 62}) {
                assertThrows(IndexOutOfBoundsException.class, () -> add(atomics, type, index), "index=" + index);
                assertThrows(IndexOutOfBoundsException.class, () -> read(atomics, type, index), "index=" + index);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = Mode.EXCLUDE, names = "BOOL")
    void aReadOnlyArrayIsReadAndNeverChangedAndAClosedOneIsNeither(DType type) {
        with(type, array -> {
            add(array.atomics(), type, 1);
            SharedArray reader = SharedArray.attach(array.segment().path(), Access.READ_ONLY);
            AtomicElements atomics = reader.atomics();
            assertEquals(1, read(atomics, type, 1));
            assertThrows(IllegalArgumentException.class, () -> add(atomics, type, 1));
            reader.close();
            assertThrows(IllegalStateException.class, () -> read(atomics, type, 1));
            assertThrows(SegmentException.Closed.class, reader::atomics);
        });
    }

    @Test
    void theLastBytesOfAnOddArrayAreReadAndWrittenButNotExchanged() {
        try (SharedArray array = SharedArray.create(SegmentName.random("odd-"), DType.UINT8, 7)) {
            array.unlink();
            AtomicElements atomics = array.atomics();
            assertEquals(0, atomics.getAndAddLong(3, 1));
            atomics.setLongVolatile(4, 200);
            assertEquals(200, atomics.getLongVolatile(4));
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> atomics.getAndAddLong(4, 1));
            assertEquals(
                    "the uint8 at byte 4100 of 4103 lies in a word of 4 bytes that goes beyond the end: make the array "
                            + "longer, to a multiple of 4 bytes",
                    refusal.getMessage());
            assertThrows(IllegalStateException.class, () -> atomics.compareAndSetLong(6, 0, 1));
        }
    }

    /** Bytes lie four in a word: what one process counts there, another stores beside it, and both are kept. */
    @ParameterizedTest
    @EnumSource(value = DType.class, mode = Mode.EXCLUDE, names = "BOOL")
    void twoProcessesThatCountLoseNoCount(DType type) {
        with(type, array -> {
            array.unlink();
            SegmentName name = SegmentName.random("counts-");
            try (SharedArray counts = SharedArray.create(name, type, SIZE);
                    ChildJvm child = ChildJvm.start(Counting.class, name)) {
                child.expect("counting");
                count(counts, COUNTED);
                child.expect("counted");
                for (int i = 0; i < COUNTED; i++) {
                    assertEquals(wrapped(type, 2 * ROUNDS), read(counts.atomics(), type, i), "element " + i);
                }
                assertTrue(counts.unlink());
            }
        });
    }

    private static double wrapped(DType type, long count) {
        return switch (type) {
            case INT8 -> (byte) count;
            case UINT8 -> count & 0xFF;
            case INT16 -> (short) count;
            case UINT16 -> count & 0xFFFF;
            default -> count;
        };
    }

    /** Counts in the first elements, and stores in one that is its own: what it reads there is always what it has stored. */
    private static void count(SharedArray counts, int own) {
        AtomicElements atomics = counts.atomics();
        DType type = counts.dtype();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < COUNTED; i++) {
                add(atomics, type, i);
            }
            int stored = round % 100;
            if (type.isFloating()) {
                atomics.setDoubleVolatile(own, stored);
            } else {
                atomics.setLongVolatile(own, stored);
            }
            if (read(atomics, type, own) != stored) {
                throw new AssertionError("round " + round + ": stored " + stored + ", read another");
            }
        }
    }

    private static void with(DType type, Consumer<SharedArray> test) {
        try (SharedArray array = SharedArray.create(SegmentName.random("atomic-"), type, SIZE)) {
            try {
                test.accept(array);
            } finally {
                array.unlink();
            }
        }
    }

    private static double read(AtomicElements atomics, DType type, long index) {
        return type.isFloating() ? atomics.getDoubleVolatile(index) : atomics.getLongVolatile(index);
    }

    private static void add(AtomicElements atomics, DType type, long index) {
        if (type.isFloating()) {
            atomics.getAndAddDouble(index, 1);
        } else if (type == DType.BOOL) {
            atomics.compareAndSetLong(index, 0, 1);
        } else {
            atomics.getAndAddLong(index, 1);
        }
    }

    /** Counts as its parent does. */
    static final class Counting {
        private Counting() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            try (SharedArray counts = SharedArray.attach(SegmentName.of(arguments[0]), Access.READ_WRITE)) {
                System.out.println("counting");
                count(counts, COUNTED + 1);
                System.out.println("counted");
            }
        }
    }
}
