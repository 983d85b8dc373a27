package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.Fcntl;
import io.gatun.posix.Proc;
import io.gatun.posix.Stdio;
import io.gatun.posix.SysMman;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The file behind a segment: reserving, mapping, naming and identifying it. All that {@link SharedSegment} asks of Linux. */
final class SegmentFile {
    private static final int OWNER_ONLY = 0600;
    private static final int AS_THE_UMASK_SAYS = 0666;

    private SegmentFile() {}

    /** The identity of a file while it exists, and its length in bytes. */
    record Identity(Object key, long byteSize) {}

    private static boolean isInSharedMemory(Path path) {
        try {
            return folderOf(path).toRealPath().equals(SegmentName.folder().toRealPath());
        } catch (IOException e) {
            return false; // whatever is wrong with the folder, creating a file in it will tell
        }
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file lies in a folder");
    }

    static void linkNativeCalls() {
        Unistd.link();
    }

    /**
     * Creates a file that must not exist, locked by this process.
     *
     * @param asked what it will be called, for messages
     * @param reserved whether every page is reserved at once; otherwise there only is room for them at this moment
     * @return a descriptor, which holds the lock until it is closed or the process dies
     */
    static int create(Path path, Path asked, long byteSize, boolean reserved) {
        int fd;
        try {
            fd = Fcntl.create(path, isInSharedMemory(path) ? OWNER_ONLY : AS_THE_UMASK_SAYS);
        } catch (SystemCallException e) {
            throw isNoSpace(e) ? noSpace(asked, byteSize) : Failures.of(e, asked);
        }
        try {
            Fcntl.lockExclusively(fd);
            requireRoom(path, asked, byteSize);
            if (reserved || !canReserve(fd)) {
                reserve(fd, path, asked, byteSize);
            } else {
                setLength(path, byteSize);
            }
            return fd;
        } catch (SystemCallException e) {
            discard(fd, path);
            throw Failures.of(e, asked);
        } catch (Throwable e) {
            discard(fd, path);
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

    private static void requireRoom(Path path, Path asked, long byteSize) {
        long available = availableBytes(path);
        if (byteSize > available) {
            throw new SegmentException.NoSpace(asked, byteSize, available);
        }
    }

    private static void setLength(Path path, long byteSize) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(byteSize);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    private static boolean canReserve(int fd) {
        try {
            Fcntl.fallocate(fd, 1);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                return false;
            }
            throw e;
        }
    }

    /** Reserves the pages that are not there yet, of a file that was created without. */
    static void reserveRest(int fd, Path asked, long byteSize) {
        try {
            Fcntl.fallocate(fd, byteSize);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EOPNOTSUPP)) { // there it was reserved at once
                throw isNoSpace(e) ? noSpace(asked, byteSize) : Failures.of(e, asked);
            }
        }
    }

    private static void reserve(int fd, Path path, Path asked, long byteSize) {
        try {
            Fcntl.fallocate(fd, byteSize);
        } catch (SystemCallException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                fillWithZeros(path, asked, byteSize);
            } else {
                throw isNoSpace(e) ? noSpace(asked, byteSize) : e;
            }
        }
    }

    /** What posix_fallocate(3) does on a file system that cannot reserve, an older NFS for one: it writes. */
    private static void fillWithZeros(Path path, Path asked, long byteSize) {
        byte[] zeros = new byte[1 << 20];
        try (FileOutputStream out = new FileOutputStream(path.toFile())) {
            for (long left = byteSize; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        } catch (IOException e) {
            throw availableBytes(path) < zeros.length ? noSpace(asked, byteSize) : Failures.of(e, asked);
        }
    }

    /** Backs every page of a mapping with memory now; false on a kernel that cannot. */
    static boolean prefault(MemorySegment memory, Path path) {
        try {
            return SysMman.populateForWriting(memory);
        } catch (SystemCallException e) {
            throw isNoSpace(e) ? noSpace(path, memory.byteSize()) : Failures.of(e, path);
        }
    }

    private static boolean isNoSpace(SystemCallException e) {
        return Stream.of(Errno.ENOSPC, Errno.ENOMEM, Errno.EFBIG, Errno.EDQUOT, Errno.EFAULT)
                .anyMatch(e::is);
    }

    private static SegmentException noSpace(Path path, long byteSize) {
        return new SegmentException.NoSpace(path, byteSize, availableBytes(path));
    }

    /** What the file system can give; in the shared memory folder that is memory, of which less may be left. */
    static long availableBytes(Path path) {
        File folder = folderOf(path).toFile();
        boolean unknown = folder.getTotalSpace() == 0; // some file systems do not tell
        long inFileSystem = unknown ? Long.MAX_VALUE : folder.getUsableSpace();
        return isInSharedMemory(path)
                ? Math.min(inFileSystem, Proc.availableMemoryBytes().orElse(Long.MAX_VALUE))
                : inFileSystem;
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
