package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import io.gatun.testing.Skip;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backing pages before they are touched, and each way in which that fails. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class SysMmanTest {
    private static final long BYTES = 1 << 20;

    private final Path file = NothingLeftBehind.folder().resolve("pages");

    @BeforeAll
    static void onAKernelThatCan() {
        Runtime.Version linux =
                Runtime.Version.parse(System.getProperty("os.version").replaceAll("[^0-9.].*", ""));
        Skip.unless(
                linux.compareTo(Runtime.Version.parse("5.14")) >= 0,
                "MADV_POPULATE_WRITE came with Linux 5.14, this is older");
    }

    @Test
    void everyPageIsBackedAfterwards() throws IOException {
        sparse(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = map(file, MapMode.READ_WRITE, arena);
            assertEquals(0, blocks(file));
            assertTrue(SysMman.populateForWriting(memory));
            assertEquals(BYTES, blocks(file));
        }
        Files.delete(file);
    }

    @Test
    void whatWasWrittenStays() throws IOException {
        sparse(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = map(file, MapMode.READ_WRITE, arena);
            memory.set(JAVA_BYTE, 4097, (byte) 7);
            assertTrue(SysMman.populateForWriting(memory));
            assertEquals(7, memory.get(JAVA_BYTE, 4097));
        }
        Files.delete(file);
    }

    @Test
    @SuppressWarnings("restricted") // never accessed: Linux maps nothing so low
    void memoryThatIsNotMappedIsRefused() {
        MemorySegment unmapped = MemorySegment.ofAddress(4096).reinterpret(4096);
        assertEquals(
                "madvise(length=4096, MADV_POPULATE_WRITE): ENOMEM (out of memory)",
                Failing.with(Errno.ENOMEM, () -> SysMman.populateForWriting(unmapped)));
    }

    /** The javadoc promises an error; "this kernel cannot" would be an untruth. */
    @Test
    void aReadOnlyMappingIsAnErrorRatherThanAnOldKernel() throws IOException {
        sparse(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = map(file, MapMode.READ_ONLY, arena);
            assertThrows(SystemCallException.class, () -> SysMman.populateForWriting(memory));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aFullFileSystemIsAnErrorRatherThanACrash() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=512k");
                Arena arena = Arena.ofConfined()) {
            Path sparse = disk.folder().resolve("sparse");
            sparse(sparse);
            MemorySegment memory = map(sparse, MapMode.READ_WRITE, arena);
            assertThrows(SystemCallException.class, () -> SysMman.populateForWriting(memory));
            assertFalse(blocks(sparse) > BYTES / 2);
        }
    }

    private static void sparse(Path path) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(path.toFile(), "rw")) {
            made.setLength(BYTES);
        }
    }

    private static MemorySegment map(Path path, MapMode mode, Arena arena) throws IOException {
        try (FileChannel channel = mode.equals(MapMode.READ_WRITE)
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(mode, 0, BYTES, arena);
        }
    }

    /** Returns the bytes the file system really gave. */
    private static long blocks(Path path) {
        return 512 * Long.parseLong(Program.output("stat", "-c", "%b", path));
    }
}
