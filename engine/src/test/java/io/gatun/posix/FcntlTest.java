package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.AnotherUser;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.SmallTmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opening, creating and reserving files, and each way in which that fails. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class FcntlTest {
    private final Path file = NothingLeftBehind.folder().resolve("file");

    @Test
    void aCreatedFileIsEmptyAndHasTheModeAskedFor() throws IOException {
        int fd = Fcntl.create(file, 0600);
        assertEquals(0, Files.size(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Unistd.close(fd);
        Files.delete(file);
    }

    @Test
    void aDescriptorIsClosedInProgramsThisOneStarts() throws IOException {
        int fd = Fcntl.create(file, 0600);
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).get(1);
        assertTrue((Long.parseLong(flags.replaceAll("flags:\\s+", ""), 8) & 02000000) != 0, flags + " has O_CLOEXEC");
        Unistd.close(fd);
        Files.delete(file);
    }

    @Test
    void createRefusesANameThatIsTaken() throws IOException {
        Files.createFile(file);
        assertEquals("openat(" + file + "): EEXIST (exists already)", Failing.with(Errno.EEXIST, () -> create(file)));
        Files.delete(file);
    }

    @Test
    void createRefusesANameThatALinkToNowhereHas() throws IOException {
        Files.createSymbolicLink(file, Path.of("nowhere"));
        Failing.with(Errno.EEXIST, () -> create(file));
        assertTrue(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
        Files.delete(file);
    }

    @Test
    void createRefusesAFolderThatDoesNotExist() {
        Failing.with(Errno.ENOENT, () -> create(file.resolve("below")));
    }

    @Test
    void createRefusesANameLongerThanLinuxHas() {
        Failing.with(Errno.ENAMETOOLONG, () -> create(file.resolveSibling("n".repeat(256))));
    }

    @Test
    void openRefusesAMissingFile() {
        assertEquals(
                "openat(" + file + "): ENOENT (no such file or directory)",
                Failing.with(Errno.ENOENT, () -> Fcntl.open(file, true)));
    }

    @Test
    void openRefusesASymbolicLink() throws IOException {
        Path target = Files.createFile(file.resolveSibling("target"));
        Files.createSymbolicLink(file, target);
        Failing.with(Errno.ELOOP, () -> Fcntl.open(file, true));
        Files.delete(file);
        Files.delete(target);
    }

    @Test
    void openRefusesAFolderAndAFileUsedAsOne() throws IOException {
        Files.createFile(file);
        Failing.with(Errno.EISDIR, () -> Fcntl.open(NothingLeftBehind.folder(), true));
        Failing.with(Errno.ENOTDIR, () -> Fcntl.open(file.resolve("below"), true));
        Files.delete(file);
    }

    @Test
    void openRefusesAFileOfAnotherUser() {
        List<String> anotherUser = AnotherUser.running(Opener.class);
        try (ChildJvm child = ChildJvm.startUnder(anotherUser, Opener.class, "/etc/shadow")) {
            child.expect("warm(up): ENOENT (no such file or directory)");
            child.expect("openat(/etc/shadow): EACCES (permission denied)");
        }
    }

    @Test
    void openFailsWhenTheProcessHasNoDescriptorLeft() throws IOException {
        Files.createFile(file);
        List<String> withFewDescriptors = List.of("bash", "-c", "ulimit -n 64; exec \"$@\"", "bash");
        try (ChildJvm child = ChildJvm.startUnder(withFewDescriptors, Opener.class, file)) {
            child.expect("warm(up): ENOENT (no such file or directory)");
            child.expect("openat(" + file + "): EMFILE (too many open files in this process)");
        }
        Files.delete(file);
    }

    @Test
    void fallocateMakesTheFileThatLongAndBacksIt() throws IOException {
        int fd = Fcntl.create(file, 0600);
        Fcntl.fallocate(fd, 0, 100_000);
        assertEquals(100_000, Files.size(file));
        Fcntl.fallocate(fd, 0, 10);
        assertEquals(100_000, Files.size(file), "it never shortens a file");
        Fcntl.fallocate(fd, 99_000, 2_000);
        assertEquals(101_000, Files.size(file));
        Unistd.close(fd);
        Files.delete(file);
    }

    @Test
    void fallocateRefusesALengthThatIsNotPositive() throws IOException {
        int fd = Fcntl.create(file, 0600);
        Failing.with(Errno.EINVAL, () -> Fcntl.fallocate(fd, 0, 0));
        assertEquals(
                "fallocate(fd=" + fd + ", offset=0, length=-1): EINVAL (invalid argument)",
                Failing.with(Errno.EINVAL, () -> Fcntl.fallocate(fd, 0, -1)));
        Unistd.close(fd);
        Files.delete(file);
    }

    @Test
    void fallocateRefusesADescriptorThatIsNotOpen() {
        Failing.with(Errno.EBADF, () -> Fcntl.fallocate(-1, 0, 4096));
    }

    @Test
    void fallocateFailsCleanlyOnAFullFileSystem() throws IOException {
        try (SmallTmpfs disk = SmallTmpfs.mount("size=1m")) {
            int fd = Fcntl.create(disk.folder().resolve("big"), 0600);
            Failing.with(Errno.ENOSPC, () -> Fcntl.fallocate(fd, 0, 2 << 20));
            Fcntl.fallocate(fd, 0, 1 << 20);
            Unistd.close(fd);
        }
    }

    @Test
    void onlyAnOpenDescriptorCanBeClosed() {
        assertEquals("close(fd=-7): EBADF (bad file descriptor)", Failing.with(Errno.EBADF, () -> Unistd.close(-7)));
    }

    @Test
    void linkingTheCallsIsNoCallThatFails() {
        Unistd.link();
        Unistd.link();
    }

    private static void create(Path path) {
        Fcntl.create(path, 0600);
    }

    /** Opens a file again and again until it cannot, and tells why. */
    static final class Opener {
        private Opener() {}

        @SuppressWarnings({"SystemOut", "InfiniteLoopStatement"}) // ended by the exception
        public static void main(String[] arguments) {
            SystemCallException first = new SystemCallException("warm", "up", 2); // loads it while it can be loaded
            System.out.println(first.getMessage());
            try {
                while (true) {
                    Fcntl.open(Path.of(arguments[0]), true);
                }
            } catch (SystemCallException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
