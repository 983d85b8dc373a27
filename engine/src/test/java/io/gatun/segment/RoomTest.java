package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The room that an array may have behind its elements. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class RoomTest {
    private final SegmentName name = SegmentName.random("room-");

    @ParameterizedTest
    @CsvSource({"1, 128", "127, 128", "128, 128", "129, 256", "1000, 1024"})
    void theRoomStartsAtTheNextMultipleOf128(int elements, long base) {
        try (SharedArray array =
                SharedArray.createWithRoom(name.path(), DType.INT8, 40, room -> room.set(JAVA_LONG, 32, 7), elements)) {
            assertEquals(4096 + base + 40, array.segment().byteSize());
            assertEquals(7, array.segment().memory().get(JAVA_LONG, 4096 + base + 32));
            try (SharedArray attached = SharedArray.attach(name, Access.READ_WRITE)) {
                assertEquals(40, attached.room().byteSize());
                assertEquals(7, attached.room().get(JAVA_LONG, 32));
                assertEquals(elements, attached.size());
                attached.room().set(JAVA_BYTE, 0, (byte) 5);
                assertEquals(5, array.room().get(JAVA_BYTE, 0));
            }
            assertTrue(array.unlink());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "128", "1000"})
    void anArrayWithoutRoomHasAnEmptyOne(int elements) {
        try (SharedArray array = SharedArray.create(name, DType.INT8, elements)) {
            assertEquals(0, array.room().byteSize());
            assertTrue(array.unlink());
        }
    }

    @Test
    void numpySeesTheElementsAndNotTheRoom() {
        try (SharedArray array =
                SharedArray.createWithRoom(name.path(), DType.INT32, 4096, room -> room.fill((byte) 0xEE), 2, 3)) {
            array.setLong(5, 42);
            String seen = Python.run("""
                    import numpy, sys
                    for mode in None, 'r', 'r+':
                        a = numpy.load(sys.argv[1], mmap_mode=mode)
                        print(a.shape, a.tolist())
                    a[0, 0] = -1
                    """, name.path());
            assertEquals("(2, 3) [[0, 0, 0], [0, 0, 42]]\n".repeat(3).strip(), seen);
            assertEquals(-1, array.getLong(0));
            assertEquals((byte) 0xEE, array.room().get(JAVA_BYTE, 0));
            assertTrue(array.unlink());
        }
    }

    @Test
    void aRoomOfNothingOrBeyondAllMemoryIsRefused() {
        for (long bytes : new long[] {0, -1, Long.MAX_VALUE, Long.MAX_VALUE - 4096 - 127}) {
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> SharedArray.createWithRoom(name.path(), DType.INT8, bytes, room -> {}, 1));
            assertEquals("roomBytes=" + bytes + " behind 4097 bytes", refusal.getMessage());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> SharedArray.createWithRoom(name.path(), DType.INT8, 1, room -> {}, Long.MAX_VALUE - 4096));
    }

    @Test
    void whatTheInitializerThrowsUndoesTheCreation() {
        assertThrows(
                ArithmeticException.class,
                () -> SharedArray.createWithRoom(
                        name.path(),
                        DType.INT8,
                        1,
                        room -> {
                            throw new ArithmeticException();
                        },
                        1));
        assertFalse(Files.exists(name.path()));
    }

    @Test
    void aClosedArrayHasNoRoom() {
        SharedArray array = SharedArray.createWithRoom(name.path(), DType.INT8, 1, room -> {}, 1);
        array.unlink();
        array.close();
        assertThrows(SegmentException.Closed.class, array::room);
    }
}
