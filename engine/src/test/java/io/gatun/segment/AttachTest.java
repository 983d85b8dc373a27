package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be attached, how, and what is refused. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class AttachTest {
    private final SegmentName name = SegmentName.random("attach-");
    private final Path path = name.path();

    @Test
    void anyFileOfAnySizeCanBeAttached() throws IOException {
        Files.write(path, new byte[] {1, 2, 3});
        try (SharedSegment segment = SharedSegment.attach(name, Access.READ_WRITE)) {
            assertEquals(3, segment.byteSize());
        }
        assertEquals(3, Files.size(path), "attaching leaves the file's length alone");
        Files.delete(path);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aMissingNameIsRefused(Access access) {
        SegmentException.NotFound missing =
                assertThrows(SegmentException.NotFound.class, () -> SharedSegment.attach(name, access));
        assertEquals(path + " does not exist", missing.getMessage());
    }

    @Test
    void aReadOnlySegmentRefusesStores() {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                SharedSegment reader = SharedSegment.attach(name, Access.READ_ONLY)) {
            assertTrue(reader.memory().isReadOnly());
            assertThrows(IllegalArgumentException.class, () -> reader.memory().set(JAVA_LONG, 0, 1));
            assertEquals(0, segment.memory().get(JAVA_LONG, 0));
            segment.unlink();
        }
    }

    @Test
    void aReaderSeesWhatIsWrittenLater() {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                SharedSegment reader = SharedSegment.attach(name, Access.READ_ONLY)) {
            segment.memory().set(JAVA_LONG, 0, 9);
            assertEquals(9, reader.memory().get(JAVA_LONG, 0));
            segment.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void anEmptyFileIsRefused(Access access) throws IOException {
        Files.createFile(path);
        assertEquals(path + ": the file is empty (at byte 0)", refusal(path, access));
        Files.delete(path);
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path target = Files.write(path.resolveSibling("target"), new byte[10]);
        Files.createSymbolicLink(path, target);
        assertEquals(
                path + ": this is a symbolic link, which is not followed: name the file itself",
                refusal(path, Access.READ_WRITE));
        Files.delete(path);
        Files.delete(target);
    }

    @Test
    void aFolderIsRefused() {
        assertEquals(
                NothingLeftBehind.folder() + ": this is a folder: name a file in it",
                refusal(NothingLeftBehind.folder(), Access.READ_ONLY));
    }

    @Test
    void aFifoIsRefusedRatherThanWaitedFor() throws IOException {
        Program.output("mkfifo", path);
        String message = path + ": this is a FIFO, no regular file: write what comes out of it into a file first";
        assertEquals(message, refusal(path, Access.READ_WRITE));
        assertEquals(message, refusal(path, Access.READ_ONLY));
        Files.delete(path);
    }

    @Test
    void aDeviceIsRefused() {
        assertEquals(
                "/dev/zero: this is a device, no regular file: write what comes out of it into a file first",
                refusal(Path.of("/dev/zero"), Access.READ_ONLY));
    }

    @Test
    void anInterruptedThreadMayAttachAndStaysInterrupted() {
        try (SharedSegment segment = SharedSegment.create(name, 4096)) {
            Thread.currentThread().interrupt();
            try (SharedSegment attached = SharedSegment.attach(name, Access.READ_ONLY)) {
                assertTrue(Thread.interrupted());
                assertEquals(4096, attached.byteSize());
            }
            segment.unlink();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aThreadThatIsNotInterruptedStaysSo() {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                SharedSegment attached = SharedSegment.attach(name, Access.READ_ONLY)) {
            assertFalse(Thread.currentThread().isInterrupted());
            assertEquals(4096, attached.byteSize());
            segment.unlink();
        }
    }

    /** "The kernel cannot" would be an untruth. */
    @Test
    void prefaultingAReadOnlySegmentIsAnErrorRatherThanAnOldKernel() {
        try (SharedSegment segment = SharedSegment.create(name, 4096);
                SharedSegment reader = SharedSegment.attach(name, Access.READ_ONLY)) {
            segment.unlink();
            assertThrows(RuntimeException.class, reader::prefault);
        }
    }

    private static String refusal(Path path, Access access) {
        SegmentException.Malformed refusal =
                assertThrows(SegmentException.Malformed.class, () -> SharedSegment.attach(path, access));
        assertEquals(0, refusal.byteOffset());
        return refusal.getMessage();
    }
}
