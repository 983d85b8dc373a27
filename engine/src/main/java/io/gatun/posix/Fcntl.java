package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.file.Path;

/**
 * {@code <fcntl.h>}: opening files, reserving their space, and locks that belong to an open file description.
 *
 * <p>These locks ({@code F_OFD_SETLK}) are the kernel's own: it drops them when the last descriptor of that open is gone,
 * however the process ended. Unlike the locks of {@link java.nio.channels.FileLock} they do not vanish when another
 * descriptor of the same file is closed; but the two kinds do see each other, so that a plain {@code FileLock} can wait
 * for one of these.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
 */
public final class Fcntl {
    /** {@code struct flock} of a 64-bit Linux. */
    static final StructLayout FLOCK = MemoryLayout.structLayout(
                    JAVA_SHORT.withName("l_type"),
                    JAVA_SHORT.withName("l_whence"),
                    MemoryLayout.paddingLayout(4),
                    JAVA_LONG.withName("l_start"),
                    JAVA_LONG.withName("l_len"),
                    JAVA_INT.withName("l_pid"),
                    MemoryLayout.paddingLayout(4))
            .withName("flock");

    private static final long L_TYPE = FLOCK.byteOffset(PathElement.groupElement("l_type"));
    private static final long L_START = FLOCK.byteOffset(PathElement.groupElement("l_start"));
    private static final long L_LEN = FLOCK.byteOffset(PathElement.groupElement("l_len"));

    /** Where the bytes begin that no file is long enough to have, and that {@link #lockExclusively} leaves to {@link #lockByte}. */
    public static final long BEYOND_ALL_FILES = 1L << 62;

    static final int AT_FDCWD = -100;
    private static final int O_RDONLY = 0;
    private static final int FALLOC_FL_KEEP_SIZE = 1;
    private static final int FALLOC_FL_PUNCH_HOLE = 2;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_PATH = 010000000;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final short F_RDLCK = 0;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    private static final long TO_THE_END = 0;

    private Fcntl() {}

    /**
     * Opens a file that exists, for reading or for both reading and writing, never through a symbolic link in its last part.
     *
     * @return the descriptor, the caller's to {@linkplain Unistd#close close}
     * @throws SystemCallException with {@code ENOENT}, {@code ELOOP}, {@code EACCES} and whatever else open(2) lists
     */
    public static int open(Path path, boolean writable) {
        return openat(path, writable ? O_RDWR : O_RDONLY, 0);
    }

    /**
     * Finds what has a name, without opening it: a symbolic link, a FIFO that nobody writes to or a device is found as quickly
     * as a file, and nobody notices. The descriptor stands for that very thing, whatever becomes of the name; it can be looked
     * at and opened by {@link #pathOf}, and it neither reads, writes nor locks.
     *
     * @return the descriptor, the caller's to {@linkplain Unistd#close close}
     * @throws SystemCallException with {@code ENOENT}, and whatever else open(2) lists for {@code O_PATH}
     */
    public static int find(Path path) {
        return openat(path, O_PATH, 0);
    }

    /**
     * Opens what a descriptor stands for once more, for reading or for both reading and writing.
     *
     * @return the new descriptor, the caller's to {@linkplain Unistd#close close}; locks are its own
     * @throws SystemCallException with {@code EACCES} if this user may not, and whatever else open(2) lists
     */
    public static int reopen(int fd, boolean writable) {
        return open(pathOf(fd).toString(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC, 0);
    }

    /** Returns the path by which this process reaches what a descriptor stands for, as long as that is open. */
    public static Path pathOf(int fd) {
        return Path.of("/proc/self/fd", Integer.toString(fd));
    }

    /**
     * Creates and opens a file that must not exist.
     *
     * @param mode permission bits, before the process's umask
     * @return the descriptor, the caller's to {@linkplain Unistd#close close}
     * @throws SystemCallException with {@code EEXIST} if the name is taken, by whatever kind of file
     */
    public static int create(Path path, int mode) {
        return openat(path, O_RDWR | O_CREAT | O_EXCL, mode);
    }

    /**
     * Reserves bytes {@code begin} to before {@code begin + byteSize} of the file and makes it at least that long, so that no
     * later write to a mapping of them can fail for want of space. Blocks while the kernel finds the pages.
     *
     * @throws SystemCallException with {@code ENOSPC}, or {@code EOPNOTSUPP} on a file system that cannot reserve
     */
    public static void fallocate(int fd, long begin, long byteSize) {
        String arguments = "fd=" + fd + ", offset=" + begin + ", length=" + byteSize;
        Syscall.callUninterrupted(SyscallNumber.FALLOCATE, arguments, fd, 0, begin, byteSize);
    }

    /**
     * Gives the memory of bytes {@code begin} to before {@code begin + byteSize} back; they are zeros then, and the file is as long as before.
     *
     * @throws SystemCallException with {@code EOPNOTSUPP} on a file system that cannot
     */
    public static void punchHole(int fd, long begin, long byteSize) {
        String arguments = "fd=" + fd + ", PUNCH_HOLE, offset=" + begin + ", length=" + byteSize;
        Syscall.callUninterrupted(
                SyscallNumber.FALLOCATE, arguments, fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, begin, byteSize);
    }

    /**
     * Takes the exclusive lock on the whole file, that is, up to {@link #BEYOND_ALL_FILES}, for this open file description, without
     * waiting.
     *
     * @throws SystemCallException with {@code EAGAIN} if somebody else holds a lock on it
     */
    public static void lockExclusively(int fd) {
        lock(fd, 0, BEYOND_ALL_FILES);
    }

    /**
     * Takes the exclusive lock on one byte, which the file need not have, for this open file description, without waiting.
     *
     * @throws SystemCallException with {@code EAGAIN} if somebody else holds a lock on it
     */
    public static void lockByte(int fd, long offset) {
        lock(fd, offset, 1);
    }

    private static void lock(int fd, long offset, long byteSize) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flock = range(arena, offset, byteSize);
            Syscall.call(SyscallNumber.FCNTL, "fd=" + fd + ", F_OFD_SETLK", fd, F_OFD_SETLK, flock.address());
        }
    }

    /** Tells whether another open file description, or another process, holds a lock on this byte. */
    public static boolean isByteLockedByAnother(int fd, long offset) {
        return isThereAnotherLockAgainst(F_WRLCK, fd, offset, 1);
    }

    /** Tells whether another open file description, or another process, holds a lock on any part of the file. */
    public static boolean isLockedByAnother(int fd) {
        return isThereAnotherLockAgainst(F_WRLCK, fd, 0, TO_THE_END);
    }

    /** Tells whether another open file description, or another process, holds an exclusive lock on any part of the file. */
    public static boolean isLockedExclusivelyByAnother(int fd) {
        return isThereAnotherLockAgainst(F_RDLCK, fd, 0, BEYOND_ALL_FILES);
    }

    private static boolean isThereAnotherLockAgainst(short type, int fd, long offset, long byteSize) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flock = range(arena, offset, byteSize);
            flock.set(JAVA_SHORT, L_TYPE, type);
            Syscall.call(SyscallNumber.FCNTL, "fd=" + fd + ", F_OFD_GETLK", fd, F_OFD_GETLK, flock.address());
            return flock.get(JAVA_SHORT, L_TYPE) != F_UNLCK;
        }
    }

    private static MemorySegment range(Arena arena, long offset, long byteSize) {
        MemorySegment flock = arena.allocate(FLOCK); // zeros: offsets count from the start (SEEK_SET), no pid
        flock.set(JAVA_SHORT, L_TYPE, F_WRLCK);
        flock.set(JAVA_LONG, L_START, offset);
        flock.set(JAVA_LONG, L_LEN, byteSize);
        return flock;
    }

    private static int openat(Path path, int flags, int mode) {
        return open(path.toString(), flags | O_CLOEXEC | oNoFollow(), mode);
    }

    private static int open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(path).address();
            return (int) Syscall.callUninterrupted(SyscallNumber.OPENAT, path, AT_FDCWD, name, flags, mode);
        }
    }

    /** {@code O_NOFOLLOW} is one of the few flags whose value differs between the two processors. */
    private static int oNoFollow() {
        return switch (Platform.current()) {
            case X86_64 -> 0400000;
            case AARCH64 -> 0100000;
        };
    }
}
