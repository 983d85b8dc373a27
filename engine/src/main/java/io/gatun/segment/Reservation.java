package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.Fcntl;
import io.gatun.posix.Proc;
import io.gatun.posix.SysMman;
import io.gatun.posix.SystemCallException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * The room that a segment's file takes: whether there is enough, and taking it before anybody writes there, since a page that
 * was only promised may kill whoever touches it.
 *
 * <p>In shared memory the kernel clears each page that it reserves, which takes some tenths of a second a GiB, and a call for
 * tens of them would leave Ctrl-C waiting. So it is asked for {@value #STEP_BYTES} bytes at a time, and between two steps a
 * thread that is interrupted gives up. What fits into one step is reserved in any case.
 */
final class Reservation {
    /** What is reserved at a time. */
    static final long STEP_BYTES = 1L << 30;

    /** What is written at a time, where nothing can be reserved: a step too. */
    private static final int WRITTEN_BYTES = 1 << 20;

    private Reservation() {}

    /**
     * Asks whether this process may make a file of this size and map it, before there is one.
     *
     * @throws SegmentException.LimitReached if not
     */
    static void requireAllowed(Path asked, long byteSize) {
        for (ResourceLimit limit : new ResourceLimit[] {ResourceLimit.FILE_SIZE, ResourceLimit.ADDRESS_SPACE}) {
            long available = limit.available().orElse(Long.MAX_VALUE);
            if (byteSize > available) {
                throw Failures.limitReached(limit, asked, byteSize, available);
            }
        }
    }

    /**
     * Makes an empty file as long as its segment.
     *
     * @param asked what it will be called, for messages
     * @param reserved whether every page is reserved at once; otherwise there only is room for them at this moment
     * @throws SegmentException.NoSpace if there is no room
     * @throws CancellationException if the thread is interrupted and this takes more than a step
     */
    static void make(int fd, Path path, Path asked, long byteSize, boolean reserved) {
        long available = availableBytes(path);
        if (byteSize > available) {
            throw new SegmentException.NoSpace(asked, byteSize, available);
        }
        if (reserved || !canReserve(fd)) {
            reserve(fd, path, asked, byteSize);
        } else {
            setLength(path, byteSize);
        }
    }

    /** Reserves the pages that are not there yet, of a file that was made without; fails as {@link #make}. */
    static void makeRest(int fd, Path asked, long byteSize) {
        try {
            fallocate(fd, byteSize);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EOPNOTSUPP)) { // there it was reserved at once
                throw isNoSpace(e) ? noSpace(asked, byteSize) : Failures.of(e, asked);
            }
        }
    }

    /**
     * Reserves bytes within a file, on a file system that can.
     *
     * @throws SegmentException.NoSpace if there is no room; what was there before still is
     */
    static void add(int fd, Path path, long begin, long byteSize) {
        long available = availableBytes(path);
        if (byteSize > available) {
            throw new SegmentException.NoSpace(path, byteSize, available);
        }
        try {
            Fcntl.fallocate(fd, begin, byteSize);
        } catch (SystemCallException e) {
            throw isNoSpace(e) ? noSpace(path, byteSize) : Failures.of(e, path);
        }
    }

    /** Makes a file longer, without memory for it. */
    static void setLength(Path path, long byteSize) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(byteSize);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    private static boolean canReserve(int fd) {
        try {
            Fcntl.fallocate(fd, 0, 1);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                return false;
            }
            throw e;
        }
    }

    private static void reserve(int fd, Path path, Path asked, long byteSize) {
        try {
            fallocate(fd, byteSize);
        } catch (SystemCallException e) {
            if (e.is(Errno.EOPNOTSUPP)) {
                fillWithZeros(path, asked, byteSize);
            } else {
                throw isNoSpace(e) ? noSpace(asked, byteSize) : e;
            }
        }
    }

    private static void fallocate(int fd, long byteSize) {
        for (long begin = 0; begin < byteSize; begin += STEP_BYTES) {
            giveUpIfInterrupted(begin, byteSize);
            Fcntl.fallocate(fd, begin, Math.min(STEP_BYTES, byteSize - begin));
        }
    }

    private static void giveUpIfInterrupted(long reserved, long byteSize) {
        if (reserved > 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "interrupted when %,d of %,d bytes were reserved".formatted(reserved, byteSize));
        }
    }

    /** What posix_fallocate(3) does on a file system that cannot reserve, an older NFS for one: it writes. */
    private static void fillWithZeros(Path path, Path asked, long byteSize) {
        byte[] zeros = new byte[WRITTEN_BYTES];
        try (FileOutputStream out = new FileOutputStream(path.toFile())) {
            for (long begin = 0; begin < byteSize; begin += zeros.length) {
                giveUpIfInterrupted(begin, byteSize);
                out.write(zeros, 0, (int) Math.min(zeros.length, byteSize - begin));
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

    static boolean isNoSpace(SystemCallException e) {
        return Stream.of(Errno.ENOSPC, Errno.ENOMEM, Errno.EFBIG, Errno.EDQUOT, Errno.EFAULT)
                .anyMatch(e::is);
    }

    static SegmentException noSpace(Path path, long byteSize) {
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

    static boolean isInSharedMemory(Path path) {
        Path folder = folderOf(path);
        try {
            return folder.equals(SegmentName.folder())
                    || folder.toRealPath().equals(SegmentName.folder().toRealPath());
        } catch (IOException e) {
            return false; // whatever is wrong with the folder, creating a file in it will tell
        }
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file lies in a folder");
    }
}
