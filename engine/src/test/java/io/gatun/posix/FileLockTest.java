package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.Await;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks of an open file description: who sees them, and when the kernel drops them. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class FileLockTest {
    private final Path file = NothingLeftBehind.folder().resolve("locked");
    private int mine;
    private int other;

    @BeforeEach
    void openTwice() {
        mine = Fcntl.create(file, 0600);
        other = Fcntl.open(file, true);
    }

    @AfterEach
    void closeBoth() throws IOException {
        Unistd.close(mine);
        Unistd.close(other);
        Files.delete(file);
    }

    @Test
    void nobodyHoldsAFreshFile() {
        assertFalse(Fcntl.isLockedByAnother(mine));
    }

    @Test
    void aLockExcludesAnotherOpenOfTheFileInTheSameProcess() {
        Fcntl.lockExclusively(mine);
        assertTrue(Fcntl.isLockedByAnother(other));
        assertEquals(
                "fcntl(fd=" + other + ", F_OFD_SETLK): EAGAIN (not available at this moment)",
                Failing.with(Errno.EAGAIN, () -> Fcntl.lockExclusively(other)));
    }

    @Test
    void itsOwnHolderDoesNotCountAndMayTakeItAgain() {
        Fcntl.lockExclusively(mine);
        Fcntl.lockExclusively(mine);
        assertFalse(Fcntl.isLockedByAnother(mine));
    }

    @Test
    void closingTheDescriptorDropsTheLock() {
        int third = Fcntl.open(file, true);
        Fcntl.lockExclusively(third);
        Unistd.close(third);
        assertFalse(Fcntl.isLockedByAnother(other));
        Fcntl.lockExclusively(other);
    }

    @Test
    void aLockOfAnotherProcessExcludesThisOne() {
        try (ChildJvm holder = ChildJvm.start(Holder.class, file)) {
            holder.expect("locked");
            assertTrue(Fcntl.isLockedByAnother(mine));
            Failing.with(Errno.EAGAIN, () -> Fcntl.lockExclusively(mine));
        }
    }

    @Test
    void theLockGoesWithItsHolderHoweverThatDies() {
        try (ChildJvm holder = ChildJvm.start(Holder.class, file)) {
            holder.expect("locked");
            holder.killAndReap();
            Await.until("the kernel drops the lock of a killed process", () -> !Fcntl.isLockedByAnother(mine));
            Fcntl.lockExclusively(mine);
        }
    }

    /** The trap of classic locks: closing any descriptor of the file drops them all. */
    @Test
    void closingAChannelOnTheSameFileDoesNotDropTheLock() throws IOException {
        Fcntl.lockExclusively(mine);
        Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertTrue(channel.isOpen());
        }
        assertTrue(Fcntl.isLockedByAnother(other));
    }

    @Test
    void aJavaFileLockOpenedAndClosedElsewhereDoesNotDropTheLock() throws IOException {
        Fcntl.lockExclusively(mine);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertNull(channel.tryLock(), "the two kinds see each other");
        }
        assertTrue(Fcntl.isLockedByAnother(other));
    }

    @Test
    void aJavaFileLockIsSeenAsALockOfAnother() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            assertNotNull(lock);
            assertTrue(Fcntl.isLockedByAnother(mine));
            lock.release();
        }
        assertFalse(Fcntl.isLockedByAnother(mine));
    }

    @Test
    void lockingADescriptorThatIsNotOpenFails() {
        Failing.with(Errno.EBADF, () -> Fcntl.lockExclusively(-1));
        Failing.with(Errno.EBADF, () -> Fcntl.isLockedByAnother(-1));
    }

    /** Locks a file and holds it until its input ends. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            Fcntl.lockExclusively(Fcntl.open(Path.of(arguments[0]), true));
            System.out.println("locked");
            int end = System.in.read();
            System.out.println("released after " + end);
        }
    }
}
