package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Skip;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Beyond what an {@code int} can count. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(300)
class HugeSegmentTest {
    private static final long GIB = 1L << 30;
    private static final long ELEMENTS = 3 * GIB;

    @Test
    void anArrayOfThreeGibibytesIsLikeAnyOther() throws Exception {
        SegmentName name = SegmentName.random("huge-");
        long available = Reservation.availableBytes(name.path());
        Skip.unless(available > 5 * GIB, "it needs 5 GiB of shared memory, there are " + available + " bytes");
        try (SharedArray array = SharedArray.create(name, DType.INT8, ELEMENTS);
                SharedArray reader = SharedArray.attach(name, Access.READ_ONLY)) {
            assertTrue(array.unlink(), "at once, so that a killed test leaves nothing");
            assertEquals(ELEMENTS, array.size());
            assertEquals(4096 + ELEMENTS, array.segment().byteSize());

            array.setLong(ELEMENTS - 1, -7);
            array.setLong(2 * GIB, 5);
            assertEquals(-7, reader.getLong(ELEMENTS - 1));
            assertEquals(5, reader.getLong(2 * GIB));
            assertEquals(0, reader.getLong(0));

            byte[] some = {1, 2, 3};
            array.copyFrom(some, 0, ELEMENTS - 3, 3);
            byte[] seen = new byte[3];
            reader.copyTo(ELEMENTS - 3, seen, 0, 3);
            assertArrayEquals(some, seen);

            IllegalStateException tooLong = assertThrows(IllegalStateException.class, array::asByteBuffer);
            assertEquals("byteSize=3221225472 is beyond a ByteBuffer: use data()", tooLong.getMessage());
        }
        assertTrue(Files.notExists(name.path()));
    }
}
