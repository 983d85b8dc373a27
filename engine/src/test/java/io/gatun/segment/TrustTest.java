package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import io.gatun.testing.Skip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose files are attached in shared memory, also while others exchange them; on disk nothing is asked. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class TrustTest {
    private static final byte OURS = 1;
    private static final byte THEIRS = 2;
    private static final int ROUNDS = 100;

    private final Path path = SegmentName.random("trust-").path();
    private final Path aside = SegmentName.random("aside-").path();

    @BeforeEach
    void write() throws IOException {
        Files.write(path, new byte[] {OURS});
        allow(path, "rw-------");
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(aside);
        allow(NothingLeftBehind.folder(), "rwx------");
    }

    @ParameterizedTest
    @EnumSource(Trust.class)
    void aFileWithASecondNameIsRefusedWhateverTheTrust(Trust trust) throws IOException {
        Files.createLink(aside, path);
        assertEquals(
                path + " has 2 names (hard links): remove the others, or attach a copy",
                assertThrows(SegmentException.NotTrusted.class, () -> attach(trust))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"rw--w----, 620", "rw-----w-, 602", "rw-rw-rw-, 666"})
    void aFileThatOthersMayWriteToIsAttachedOnRequestOnly(String permissions, String mode) throws IOException {
        allow(path, permissions);
        assertEquals(
                path + " may be written to by other users (mode " + mode + "): make that impossible by chmod go-w, or "
                        + "attach it with Trust.ANY_USER (on the command line: --foreign)",
                assertThrows(SegmentException.NotTrusted.class, () -> attach(Trust.THIS_USER))
                        .getMessage());
        assertEquals(OURS, attach(Trust.ANY_USER));
    }

    @Test
    void aFileThatOthersMayReadIsAttached() throws IOException {
        allow(path, "rw-r--r--");
        assertEquals(OURS, attach(Trust.THIS_USER));
    }

    @Test
    void aFileOfThisUsersThatNobodyMayWriteToIsAttached() throws IOException {
        allow(path, "r--------");
        assertEquals(OURS, attach(Trust.THIS_USER));
    }

    @Test
    void aFileOfAnotherUserIsAttachedOnRequestOnly() throws IOException {
        giveToNobody(path);
        assertEquals(
                path + " belongs to user nobody: if you trust that user, attach it with Trust.ANY_USER (on the command "
                        + "line: --foreign)",
                assertThrows(SegmentException.NotTrusted.class, () -> attach(Trust.THIS_USER))
                        .getMessage());
        assertEquals(OURS, attach(Trust.ANY_USER));
    }

    @Test
    void onDiskOthersFilesAreAttachedAsBefore(@TempDir Path disk) throws IOException {
        Path file = Files.write(disk.resolve("theirs"), new byte[] {THEIRS});
        Files.createLink(disk.resolve("second"), file);
        allow(file, "rw-rw-rw-");
        giveToNobody(file);
        try (SharedSegment segment = SharedSegment.attach(file, Access.READ_ONLY)) {
            assertEquals(THEIRS, segment.memory().get(JAVA_BYTE, 0));
        }
    }

    /** In a folder where others may rename what is not theirs, as in /dev/shm they may not. */
    @Test
    void noExchangeOfFilesPutsAnothersInThePlaceOfOurs() throws IOException, InterruptedException {
        Files.write(aside, new byte[] {THEIRS});
        giveToNobody(aside);
        allow(NothingLeftBehind.folder(), "rwxrwxrwx");
        Path free = aside.resolveSibling("free");
        attachWhile(
                () -> {
                    move(path, free);
                    move(aside, path);
                    move(path, aside);
                    move(free, path);
                },
                Trust.THIS_USER);
    }

    @ParameterizedTest
    @EnumSource(Trust.class)
    void aFifoPutThereInBetweenIsNeverWaitedFor(Trust trust) throws IOException, InterruptedException {
        Program.output("mkfifo", aside);
        Path free = aside.resolveSibling("free");
        attachWhile(
                () -> {
                    move(path, free);
                    move(aside, path);
                    move(path, aside);
                    move(free, path);
                },
                trust);
    }

    /** Attaches again and again; what is attached is ours, and everything else is refused. */
    private void attachWhile(Runnable exchange, Trust trust) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread hostile = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                exchange.run();
            }
        });
        int attached = 0;
        try {
            while (attached < ROUNDS) {
                try {
                    assertEquals(OURS, attach(trust));
                    attached++;
                } catch (SegmentException.NotFound
                        | SegmentException.Malformed
                        | SegmentException.NotTrusted
                        | SegmentException.SystemFailure e) {
                    // refused: it was not there, or no file of ours
                }
            }
        } finally {
            done.set(true);
            hostile.join();
        }
    }

    private byte attach(Trust trust) {
        try (SharedSegment segment = SharedSegment.attach(path, Access.READ_ONLY, trust)) {
            return segment.memory().get(JAVA_BYTE, 0);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void giveToNobody(Path file) {
        Skip.unlessRoot();
        Program.output("chown", "nobody", file);
    }

    private static void allow(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
