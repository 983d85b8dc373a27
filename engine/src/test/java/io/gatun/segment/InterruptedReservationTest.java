package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.Skip;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is interrupted gives up a large segment between two steps; on disk, where a GiB takes no memory. */
@Timeout(120)
class InterruptedReservationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @BeforeEach
    void requireRoom() {
        long available = Reservation.availableBytes(disk.resolve("segment"));
        Skip.unless(
                available > 3 * Reservation.STEP_BYTES, "it needs 3 GiB on disk, there are " + available + " bytes");
    }

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void aSegmentOfMoreThanOneStepIsGivenUp() throws IOException {
        Thread.currentThread().interrupt();
        assertGivenUp(
                disk, () -> SharedSegment.create(disk.resolve("large"), Reservation.STEP_BYTES + 1, memory -> {}));
    }

    @Test
    void soIsOneWhosePagesOthersHaveTouchedFirst() throws IOException {
        assertGivenUp(
                disk,
                () -> SharedArray.create(
                        disk.resolve("touched"),
                        DType.INT8,
                        array -> Thread.currentThread().interrupt(),
                        Reservation.STEP_BYTES));
    }

    @Test
    void aSegmentOfOneStepIsMade() {
        Thread.currentThread().interrupt();
        try (SharedSegment segment = SharedSegment.create(disk.resolve("step"), Reservation.STEP_BYTES, memory -> {})) {
            assertEquals(Reservation.STEP_BYTES, segment.byteSize());
            assertTrue(Thread.interrupted());
            segment.unlink();
        }
    }

    @Test
    void whereNothingCanBeReservedAStepIsWhatIsWrittenAtOnce() throws IOException {
        try (SmallTmpfs slow = SmallTmpfs.mountWithoutFallocate()) {
            Thread.currentThread().interrupt();
            assertGivenUp(
                    slow.folder(), () -> SharedSegment.create(slow.folder().resolve("slow"), (1 << 20) + 1, m -> {}));
        }
    }

    private static void assertGivenUp(Path folder, Executable creation) throws IOException {
        assertThrows(CancellationException.class, creation);
        assertTrue(Thread.interrupted(), "who catches it wants to know why");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
