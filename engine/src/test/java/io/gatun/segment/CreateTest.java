package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a segment comes to be, or does not. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class CreateTest {
    private final SegmentName name = SegmentName.random("create-");
    private final Path path = name.path();

    @ParameterizedTest
    @ValueSource(longs = {1, 4095, 4096, 4097, 1 << 20})
    void everyPositiveSizeIsKeptToTheByte(long byteSize) throws IOException {
        try (SharedSegment segment = SharedSegment.create(name, byteSize)) {
            assertEquals(byteSize, segment.memory().byteSize());
            assertEquals(byteSize, Files.size(path));
            segment.memory().set(JAVA_BYTE, byteSize - 1, (byte) 1);
            assertTrue(segment.unlink());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aSizeThatIsNotPositiveIsRefused(long byteSize) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SharedSegment.create(name, byteSize));
        assertEquals("byteSize=" + byteSize + ": a segment has at least one byte", refusal.getMessage());
    }

    @Test
    void onlyItsOwnerMayOpenIt() throws IOException {
        try (SharedSegment segment = SharedSegment.create(name, 1)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            segment.unlink();
        }
    }

    @Test
    void everyPageIsReserved() throws IOException {
        try (SharedSegment segment = SharedSegment.create(name, 1 << 20)) {
            assertEquals("2048", Program.output("stat", "-c", "%b", path));
            segment.unlink();
        }
    }

    @Test
    void aNameThatIsTakenIsRefusedAndLeftUntouched() throws IOException {
        Files.writeString(path, "theirs");
        SegmentException.AlreadyExists taken =
                assertThrows(SegmentException.AlreadyExists.class, () -> SharedSegment.create(name, 4096));
        assertEquals(path + " exists already: choose another name, or remove it first", taken.getMessage());
        assertEquals("theirs", Files.readString(path));
        Files.delete(path);
    }

    @Test
    void aNameThatALinkHasIsTaken() throws IOException {
        Files.createSymbolicLink(path, Path.of("nowhere"));
        assertThrows(SegmentException.AlreadyExists.class, () -> SharedSegment.create(name, 4096));
        Files.delete(path);
    }

    @Test
    void theInitializerWorksOnZerosThatNobodyElseSees() {
        try (SharedSegment segment = SharedSegment.create(path, 4096, memory -> {
            assertEquals(0, memory.get(JAVA_LONG, 0));
            assertFalse(Files.exists(path), "the name appears afterwards");
            assertTrue(filesNow().getFirst().startsWith(SegmentName.TEMPORARY_PREFIX));
            memory.set(JAVA_LONG, 0, 7);
        })) {
            assertEquals(7, segment.memory().get(JAVA_LONG, 0));
            assertEquals(List.of(name.value()), filesNow());
            segment.unlink();
        }
    }

    @Test
    void anInitializerThatThrowsLeavesNothing() {
        for (Throwable thrown : List.of(new IllegalArgumentException("no"), new StackOverflowError("no"))) {
            assertSame(
                    thrown,
                    assertThrows(
                            Throwable.class,
                            () -> SharedSegment.create(path, 4096, memory -> {
                                CreateTest.<RuntimeException>sneak(thrown);
                            })));
            assertEquals(List.of(), filesNow());
        }
    }

    @Test
    void theMemoryOfASegmentThatNeverCameToBeIsGone() {
        var kept = new AtomicReference<MemorySegment>();
        assertThrows(
                IllegalStateException.class,
                () -> SharedSegment.create(path, 4096, memory -> {
                    kept.set(memory);
                    throw new IllegalStateException();
                }));
        assertThrows(IllegalStateException.class, () -> kept.get().get(JAVA_LONG, 0));
    }

    @Test
    void aFileSystemThatCannotReserveIsWrittenTo() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mountWithoutFallocate()) {
            Path path = disk.folder().resolve("segment");
            try (SharedSegment segment = SharedSegment.create(path, (1 << 20) + 1, memory -> {})) {
                assertEquals((1 << 20) + 1, segment.byteSize());
                assertEquals(0, segment.memory().get(JAVA_BYTE, 1 << 20));
                assertTrue(segment.unlink());
            }
        }
    }

    @Test
    void aFolderThatDoesNotExistIsRefusedByTheNameAskedFor() {
        Path below = path.resolve("segment");
        SegmentException.NotFound missing =
                assertThrows(SegmentException.NotFound.class, () -> SharedSegment.create(below, 4096, memory -> {}));
        assertFalse(missing.getMessage().contains(SegmentName.TEMPORARY_PREFIX), missing::getMessage);
    }

    @Test
    void aNameTooLongForLinuxIsRefused() {
        Path tooLong = path.resolveSibling("n".repeat(256));
        assertThrows(SegmentException.InvalidName.class, () -> SharedSegment.create(tooLong, 4096, memory -> {}));
    }

    @Test
    void anInterruptedThreadMayCreateAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try (SharedSegment segment = SharedSegment.create(name, 4096)) {
            assertTrue(Thread.interrupted());
            segment.memory().set(JAVA_LONG, 0, 1);
            segment.unlink();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void nativeCallsMayBeLinkedEarlyAndAgain() {
        SharedSegment.linkNativeCalls();
        SharedSegment.linkNativeCalls();
        try (SharedSegment segment = SharedSegment.create(name, 4096)) {
            assertTrue(segment.unlink());
        }
    }

    @Test
    void aRelativePathBecomesAbsolute() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(path);
        try (SharedSegment segment = SharedSegment.create(relative, 4096, memory -> {})) {
            assertTrue(segment.path().isAbsolute());
            assertTrue(Files.isSameFile(path, segment.path()));
            segment.unlink();
        }
    }

    private static List<String> filesNow() {
        try (Stream<Path> files = Files.list(NothingLeftBehind.folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // the compiler is to take it for an unchecked one
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
