package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Shapes, indices, views and the life of an array. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class SharedArrayTest {
    private final SegmentName name = SegmentName.random("array-");

    @Test
    void aFreshArrayIsAllZerosFromByte4096On() {
        try (SharedArray array = SharedArray.create(name, DType.FLOAT64, 3, 4)) {
            assertEquals(DType.FLOAT64, array.dtype());
            assertArrayEquals(new long[] {3, 4}, array.shape());
            assertEquals(12, array.size());
            assertEquals(4096, array.dataOffset());
            assertEquals(96, array.data().byteSize());
            assertEquals(4096 + 96, array.segment().byteSize());
            assertTrue(LongStream.range(0, 12).allMatch(i -> array.getDouble(i) == 0.0));
            assertEquals("float64[3, 4] in " + name.path(), array.toString());
            assertTrue(array.unlink());
        }
    }

    @Test
    void aShapeOfNoDimensionsIsASingleElement() {
        try (SharedArray array = SharedArray.create(name, DType.INT32)) {
            assertArrayEquals(new long[] {}, array.shape());
            assertEquals(1, array.size());
            array.setLong(array.index(), 42);
            assertEquals(42, array.getLong(0));
            array.unlink();
        }
    }

    @Test
    void moreDimensionsThanAnyoneNeedsAreFine() {
        long[] shape = LongStream.generate(() -> 2).limit(16).toArray();
        try (SharedArray array = SharedArray.create(name, DType.UINT8, shape);
                SharedArray attached = SharedArray.attach(name, Access.READ_ONLY)) {
            assertEquals(1 << 16, array.size());
            long[] last = LongStream.generate(() -> 1).limit(16).toArray();
            array.setLong(array.index(last), 255);
            assertArrayEquals(shape, attached.shape());
            assertEquals(255, attached.getLong(65535));
            array.unlink();
        }
    }

    @Test
    void theLastDimensionVariesFastest() {
        try (SharedArray array = SharedArray.create(name, DType.INT8, 2, 3, 4)) {
            array.unlink();
            assertEquals(0, array.index(0, 0, 0));
            assertEquals(1, array.index(0, 0, 1));
            assertEquals(4, array.index(0, 1, 0));
            assertEquals(12, array.index(1, 0, 0));
            assertEquals(23, array.index(1, 2, 3));
        }
    }

    @Test
    void coordinatesOutsideTheShapeAreRefused() {
        try (SharedArray array = SharedArray.create(name, DType.INT8, 2, 3)) {
            array.unlink();
            assertThrows(IndexOutOfBoundsException.class, () -> array.index(2, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> array.index(0, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> array.index(0, -1));
            IllegalArgumentException tooFew = assertThrows(IllegalArgumentException.class, () -> array.index(1));
            assertEquals("coordinates=[1] for shape=[2, 3]", tooFew.getMessage());
            assertThrows(IllegalArgumentException.class, () -> array.index(0, 0, 0));
        }
    }

    @Test
    void theShapeHandedOutIsACopy() {
        try (SharedArray array = SharedArray.create(name, DType.INT8, 5)) {
            array.unlink();
            array.shape()[0] = 7;
            assertArrayEquals(new long[] {5}, array.shape());
        }
    }

    @Test
    void shapesWithoutElementsOrBeyondAllMemoryAreRefused() {
        for (long[] shape : new long[][] {{0}, {-1}, {3, 0}, {3, -2}}) {
            assertThrows(IllegalArgumentException.class, () -> SharedArray.create(name, DType.INT8, shape));
        }
        for (long[] shape : new long[][] {{Long.MAX_VALUE}, {1L << 60}, {1L << 40, 1L << 40}}) {
            assertThrows(IllegalArgumentException.class, () -> SharedArray.fileSize(DType.FLOAT64, shape));
        }
        assertEquals(4096 + 8, SharedArray.fileSize(DType.FLOAT64));
        assertEquals(Long.MAX_VALUE, SharedArray.fileSize(DType.INT8, Long.MAX_VALUE - 4096));
        assertThrows(IllegalArgumentException.class, () -> SharedArray.fileSize(DType.INT8, Long.MAX_VALUE - 4095));
    }

    @Test
    void theByteBufferIsTheSameMemoryInLittleEndian() {
        try (SharedArray array = SharedArray.create(name, DType.INT32, 2);
                SharedArray reader = SharedArray.attach(name, Access.READ_ONLY)) {
            array.unlink();
            ByteBuffer buffer = array.asByteBuffer();
            assertEquals(ByteOrder.LITTLE_ENDIAN, buffer.order());
            assertEquals(8, buffer.capacity());
            buffer.putInt(4, 0x01020304);
            assertEquals(0x01020304, array.getLong(1));
            assertEquals(4, reader.asByteBuffer().get(4));
            assertTrue(reader.asByteBuffer().isReadOnly());
            assertFalse(buffer.isReadOnly());
        }
    }

    @Test
    void aFileThatIsNoArrayIsRefusedAndLetGo() throws IOException {
        Files.write(name.path(), new byte[100]);
        SegmentException.Malformed refusal =
                assertThrows(SegmentException.Malformed.class, () -> SharedArray.attach(name, Access.READ_ONLY));
        assertEquals(name.path() + ": not an .npy file (at byte 0)", refusal.getMessage());
        Files.delete(name.path());
    }

    @Test
    void nothingCanBeUsedAfterClose() {
        SharedArray array = SharedArray.create(name, DType.FLOAT64, 2);
        array.unlink();
        array.close();
        array.close();
        assertThrows(SegmentException.Closed.class, array::data);
        assertThrows(SegmentException.Closed.class, array::asByteBuffer);
        assertThrows(SegmentException.Closed.class, () -> array.copyTo(0, new double[1], 0, 1));
        assertThrows(SegmentException.Closed.class, () -> array.copyFrom(new double[1], 0, 0, 1));
        assertThrows(IllegalStateException.class, () -> array.getDouble(0));
        assertThrows(IllegalStateException.class, () -> array.setDouble(0, 1));
        assertEquals(2, array.size(), "what it was can still be told");
    }

    @Test
    void anArrayOnDiskIsMappedByTheSameCode(@TempDir Path disk) throws IOException {
        Path file = disk.resolve("angles.npy");
        try (SharedArray array = SharedArray.create(file, DType.FLOAT64, 1000)) {
            array.setDouble(999, 0.5);
        }
        assertEquals(4096 + 8000, Files.size(file));
        try (SharedArray array = SharedArray.attach(file, Access.READ_ONLY)) {
            assertEquals(0.5, array.data().getAtIndex(JAVA_DOUBLE, 999));
        }
    }
}
