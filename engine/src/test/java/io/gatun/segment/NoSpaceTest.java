package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A full file system is a typed error that says how much was needed, before a byte is written. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class NoSpaceTest {
    private static final long MIB = 1 << 20;

    @Test
    void moreThanTheFileSystemHasIsRefusedAndLeavesNothing() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m")) {
            SegmentException.NoSpace full = refusal(disk.folder(), MIB + 1);
            assertEquals(MIB + 1, full.neededBytes());
            assertEquals(MIB, full.availableBytes());
            assertEquals(List.of(), files(disk.folder()));
        }
    }

    @Test
    void allThatTheFileSystemHasIsGiven() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m")) {
            SharedSegment.create(disk.folder().resolve("all"), MIB, memory -> memory.fill((byte) 1))
                    .close();
            SegmentException.NoSpace full = refusal(disk.folder(), 1);
            assertEquals(0, full.availableBytes());
            assertEquals(List.of("all"), files(disk.folder()));
        }
    }

    @Test
    void theMessageNamesTheSegmentAskedForAndBothNumbers() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m")) {
            String message = refusal(disk.folder(), 2 * MIB).getMessage();
            assertTrue(message.contains("needs 2,097,152 bytes, 1,048,576 are available"), message);
            assertTrue(message.startsWith(disk.folder().resolve("segment") + " "), message);
        }
    }

    @Test
    void aFileSystemWithoutRoomForAnotherFileIsFullToo() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m,nr_inodes=2")) {
            Files.createFile(disk.folder().resolve("last"));
            assertEquals(4096, refusal(disk.folder(), 4096).neededBytes());
            assertEquals(List.of("last"), files(disk.folder()));
        }
    }

    @Test
    void moreThanTheMachinesMemoryIsRefused() {
        Path path = SegmentName.random("huge-").path();
        SegmentException.NoSpace full =
                assertThrows(SegmentException.NoSpace.class, () -> SharedSegment.create(path, 1L << 50, memory -> {}));
        assertEquals(1L << 50, full.neededBytes());
        assertFalse(full.availableBytes() >= 1L << 50);
    }

    /** The file promises more than there is: an .npy on a disk that filled up, or made by truncate(1). */
    @Test
    void prefaultingASparseSegmentOnAFullFileSystemIsTheSameError() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m")) {
            Path sparse = disk.folder().resolve("sparse");
            try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
                file.setLength(2 * MIB);
            }
            try (SharedSegment segment = SharedSegment.attach(sparse, Access.READ_WRITE)) {
                assertThrows(SegmentException.NoSpace.class, segment::prefault);
            }
        }
    }

    private static SegmentException.NoSpace refusal(Path folder, long byteSize) {
        return assertThrows(
                SegmentException.NoSpace.class,
                () -> SharedSegment.create(folder.resolve("segment"), byteSize, memory -> {}));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
