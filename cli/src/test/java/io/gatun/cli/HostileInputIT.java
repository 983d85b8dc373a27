package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Inputs in shared memory that somebody else put there or may change, and one that is truncated under way. */
class HostileInputIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private final Path input = FOLDER.path("input");
    private final Path second = FOLDER.path("second");

    @BeforeEach
    void write() throws IOException {
        NpyFile.ofCount(input, 1000);
        allow("rw-------");
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(input);
        Files.deleteIfExists(second);
    }

    @Test
    void aFileWithASecondNameIsRefusedInAnyCase() throws IOException {
        Files.createLink(second, input);
        job().assertRefused(input + " has 2 names (hard links): remove the others, or attach a copy");
        job().with("--foreign").assertRefused(" has 2 names (hard links)");
    }

    @Test
    void aFileThatOthersMayWriteToIsTakenOnRequestOnly() throws IOException {
        allow("rw-rw----");
        job().assertRefused(
                        input + " may be written to by other users (mode 660): make that impossible by chmod go-w, or");
        assertEquals(1000, job().with("--foreign").runForJson().integer("elements"));
    }

    @Test
    void aFileOfAnotherUserIsTakenOnRequestOnly() throws IOException, InterruptedException {
        Skip.unless("root".equals(System.getProperty("user.name")), "only root gives files away");
        assertEquals(
                0,
                new ProcessBuilder("chown", "nobody", input.toString()).start().waitFor());
        job().assertRefused(
                        input + " belongs to user nobody: if you trust that user, attach it with Trust.ANY_USER (on "
                                + "the command line: --foreign)");
        assertEquals(1000, job().with("--foreign").runForJson().integer("elements"));
    }

    @Test
    void aFifoIsRefusedRatherThanWaitedFor() throws IOException, InterruptedException {
        Files.delete(input);
        new ProcessBuilder("mkfifo", input.toString()).start().waitFor();
        job().assertRefused(input + ": this is a FIFO, no regular file");
        job().with("--foreign").assertRefused(input + ": this is a FIFO, no regular file");
    }

    /** It is truncated when the workers are being started, which takes them ten times as long as this. */
    @Test
    void anInputTruncatedWhileItIsReadIsToldByItsSizes(@TempDir Path disk) throws IOException {
        Path file = NpyFile.ofCount(disk.resolve("long.npy"), 3_000_000);
        try (GatunProcess process =
                FOLDER.gatun("run", "sin2cos2", "--in", "x=" + file).start()) {
            FOLDER.awaitSegment("gatun-pool-");
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(5000);
            }
            GatunResult result = process.await();
            assertEquals(1, result.exitCode(), result::toString);
            assertEquals("", result.out());
            assertEquals(
                    "gatun run: " + file + " was truncated while it was in use: it had 24,000,128 bytes and has 5,000 "
                            + "now; write such a file anew under another name, and rename it",
                    result.errLines().getLast());
        }
    }

    private static GatunCommand job() {
        return FOLDER.gatun("run", "sin2cos2", "--in", "x=shm:input");
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(input, PosixFilePermissions.fromString(permissions));
    }
}
