package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A segment removes and moves its own file and nobody else's, whatever has its name by now. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class OwnNameOnlyTest {
    private final Path path = SegmentName.random("name-").path();
    private final Path other = SegmentName.random("other-").path();

    @Test
    void unlinkLeavesAFileThatHasTheNameNow() throws IOException {
        try (SharedSegment segment = create()) {
            Files.delete(path);
            Files.writeString(path, "theirs");
            assertFalse(segment.unlink());
        }
        assertEquals("theirs", Files.readString(path));
        Files.delete(path);
    }

    @Test
    void unlinkLeavesALinkAndAFolderThatHaveTheNameNow() throws IOException {
        try (SharedSegment segment = create()) {
            Files.move(path, other);
            Files.createSymbolicLink(path, other);
            assertFalse(segment.unlink());
            Files.delete(path);
            Files.createDirectory(path);
            assertFalse(segment.unlink());
        }
        assertTrue(Files.isDirectory(path));
        Files.delete(path);
        Files.delete(other);
    }

    /** A disk's file system gives the number of a removed file to the next one, which could then be taken for the segment. */
    @Test
    void unlinkOfAClosedSegmentIsRefused(@TempDir Path disk) {
        Path onDisk = disk.resolve("array");
        SharedSegment segment = SharedSegment.create(onDisk, 4096, memory -> {});
        segment.close();
        assertThrows(SegmentException.Closed.class, segment::unlink);
        assertTrue(Files.exists(onDisk));
    }

    @Test
    void renameMovesTheNameAndNothingElse() throws IOException {
        try (SharedSegment segment = create();
                SharedSegment attached = SharedSegment.attach(path, Access.READ_ONLY)) {
            segment.memory().set(JAVA_LONG, 0, 7);
            segment.rename(other, false);
            assertEquals(other, segment.path());
            assertFalse(Files.exists(path));
            assertEquals(7, attached.memory().get(JAVA_LONG, 0));
            assertTrue(segment.unlink(), "the new name is its own");
        }
    }

    @Test
    void renameRefusesATakenNameUnlessItMayReplace() throws IOException {
        Files.writeString(other, "theirs");
        try (SharedSegment segment = create()) {
            SegmentException.AlreadyExists taken =
                    assertThrows(SegmentException.AlreadyExists.class, () -> segment.rename(other, false));
            assertEquals(other + " exists already: choose another name, or remove it first", taken.getMessage());
            assertEquals("theirs", Files.readString(other));
            assertEquals(path, segment.path());
            segment.rename(other, true);
            assertEquals(4096, Files.size(other));
            assertTrue(segment.unlink());
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void renameNeverMovesAFileThatIsNotTheSegment() throws IOException {
        try (SharedSegment segment = create()) {
            Files.delete(path);
            Files.writeString(path, "theirs");
            assertThrows(SegmentException.class, () -> segment.rename(other, false));
            assertTrue(Files.exists(path, LinkOption.NOFOLLOW_LINKS), "another's file was moved");
        } finally {
            Files.deleteIfExists(path);
            Files.deleteIfExists(other);
        }
    }

    @Test
    void renameOfASegmentWithoutANameSaysWhichFileIsMissing() {
        try (SharedSegment segment = create()) {
            segment.unlink();
            SegmentException.NotFound gone =
                    assertThrows(SegmentException.NotFound.class, () -> segment.rename(other, false));
            assertEquals(path + " does not exist", gone.getMessage());
            gone = assertThrows(SegmentException.NotFound.class, () -> segment.rename(other, true));
            assertEquals(path + " does not exist", gone.getMessage());
        }
    }

    private SharedSegment create() {
        return SharedSegment.create(path, 4096, memory -> {});
    }
}
