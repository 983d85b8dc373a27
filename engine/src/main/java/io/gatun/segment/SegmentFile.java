package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.Fcntl;
import io.gatun.posix.Stdio;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The file behind a segment: making, mapping, naming and identifying it. With {@link Reservation}, which gives it its room, all
 * that {@link SharedSegment} asks of Linux.
 */
final class SegmentFile {
    private static final int OWNER_ONLY = 0600;
    private static final int AS_THE_UMASK_SAYS = 0666;

    private SegmentFile() {}

    /** The identity of a file while it exists, and its length in bytes. */
    record Identity(Object key, long byteSize) {}

    static void linkNativeCalls() {
        Unistd.link();
    }

    /**
     * Creates a file that must not exist, locked by this process.
     *
     * @param asked what it will be called, for messages
     * @param reserved whether every page is reserved at once; otherwise there only is room for them at this moment
     * @return a descriptor, which holds the lock until it is closed or the process dies
     * @throws java.util.concurrent.CancellationException as {@link Reservation#make}; there is no file then
     */
    static int create(Path path, Path asked, long byteSize, boolean reserved) {
        int fd;
        try {
            fd = Fcntl.create(path, Reservation.isInSharedMemory(path) ? OWNER_ONLY : AS_THE_UMASK_SAYS);
        } catch (SystemCallException e) {
            throw Reservation.isNoSpace(e) ? Reservation.noSpace(asked, byteSize) : Failures.of(e, asked);
        }
        try {
            Fcntl.lockExclusively(fd);
            Reservation.make(fd, path, asked, byteSize, reserved);
            return fd;
        } catch (SystemCallException e) {
            discard(fd, path);
            throw Failures.of(e, asked);
        } catch (Throwable e) {
            discard(fd, path);
            throw e;
        }
    }

    /** Tells whether anybody has the lock that the creator of a file takes, which is not to be shared. */
    static boolean isLockedExclusively(Path path) {
        int fd;
        try {
            fd = Fcntl.open(path, false);
        } catch (SystemCallException e) {
            throw Failures.of(e, path);
        }
        try {
            return Fcntl.isLockedExclusivelyByAnother(fd);
        } finally {
            Unistd.close(fd);
        }
    }

    /** Opens a file that has a name, and takes the lock that its creator had; returns the descriptor, which holds it. */
    static int lock(Path path, Object key) {
        int fd;
        try {
            fd = Fcntl.open(path, true);
        } catch (SystemCallException e) {
            throw Failures.of(e, path);
        }
        try {
            Fcntl.lockExclusively(fd);
            if (!hasName(path, key)) {
                throw new SegmentException.NotFound(path);
            }
            return fd;
        } catch (SystemCallException e) {
            Unistd.close(fd);
            throw e.is(Errno.EAGAIN) ? new SegmentException.InUse(path, 0) : Failures.of(e, path);
        } catch (Throwable e) {
            Unistd.close(fd);
            throw e;
        }
    }

    /** Removes a file that was being made, whatever state it is in. */
    static void discard(int fd, Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Failures.of(e, path);
        } finally {
            Unistd.close(fd);
        }
    }

    /**
     * Maps a regular file, never one behind a symbolic link. An interrupted thread may do it too: the JDK's channels would
     * close under it, so that its interrupt is put by for the moment.
     */
    static MemorySegment map(Path path, Access access, long byteSize, Arena arena) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return mapInterruptibly(path, access, byteSize, arena);
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } catch (IOException e) {
            throw Failures.of(e, path);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static MemorySegment mapInterruptibly(Path path, Access access, long byteSize, Arena arena)
            throws IOException {
        Set<OpenOption> options = access == Access.READ_WRITE
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel.MapMode mode =
                access == Access.READ_WRITE ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
        try (FileChannel channel = FileChannel.open(path, options)) {
            long now = channel.size(); // a writable mapping past the end would lengthen the file
            if (now < byteSize) {
                throw new SegmentException.Malformed(path, now, "truncated from " + byteSize + " bytes");
            }
            return channel.map(mode, 0, byteSize, arena);
        }
    }

    /**
     * Reads the first bytes of a regular file, all of them if it has no more. Not by a mapping, since it may be another
     * program's, and by a stream, since an interrupt would close a channel.
     */
    static byte[] readHead(Path path, int atMost) {
        try (FileInputStream in = new FileInputStream(path.toFile())) {
            return in.readNBytes(atMost);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Tells which file has a name; the name must stand for a regular file. */
    static Identity identify(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                String kind = attributes.isDirectory()
                        ? "a folder"
                        : attributes.isSymbolicLink() ? "a symbolic link, which is not followed" : "no regular file";
                throw new SegmentException.Malformed(path, 0, "this is " + kind);
            }
            return new Identity(attributes.fileKey(), attributes.size());
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Gives a file another name in the same file system, but only if its name still stands for it. */
    static void rename(Path from, Object key, Path to, boolean replace) {
        if (!identify(from).key().equals(key)) {
            throw new SegmentException.NotFound(from);
        }
        try {
            if (replace) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } else {
                renameWithoutReplacing(from, to);
            }
        } catch (SystemCallException e) {
            throw Failures.of(e, to);
        } catch (IOException e) {
            throw Failures.of(e, to);
        }
    }

    private static void renameWithoutReplacing(Path from, Path to) throws IOException {
        try {
            Stdio.renameWithoutReplacing(from, to);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            Files.createLink(to, from); // a file system without RENAME_NOREPLACE: two steps, the first never replaces
            try {
                Files.delete(from);
            } catch (IOException notDeleted) {
                Files.delete(to);
                throw notDeleted;
            }
        }
    }

    /** Tells whether a name stands for this file. */
    static boolean hasName(Path path, Object key) {
        try {
            return identify(path).key().equals(key);
        } catch (SegmentException.NotFound | SegmentException.Malformed e) {
            return false; // the name is gone, or something that is no segment has it
        }
    }

    /** Removes a name, but only one that still stands for this file. */
    static boolean unlink(Path path, Object key) {
        try {
            return hasName(path, key) && Files.deleteIfExists(path);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }
}
