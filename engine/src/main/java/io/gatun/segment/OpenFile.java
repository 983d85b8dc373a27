package io.gatun.segment;

import io.gatun.posix.Errno;
import io.gatun.posix.Fcntl;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * A file that a segment lies in, held by a descriptor: whatever happens to its name, all that is asked and done here concerns
 * one and the same file. The JDK reaches it by {@code /proc/self/fd}.
 *
 * <p><b>Threads:</b> as safe as its uses; closed by its owner.
 */
final class OpenFile implements AutoCloseable {
    private final int fd;
    private final Path path;

    private OpenFile(int fd, Path path) {
        this.fd = fd;
        this.path = path;
    }

    /**
     * Finds the file that has a name, for being looked at and mapped. Nothing else is opened, followed or waited for, whatever
     * has the name.
     *
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if it is no regular file
     */
    static OpenFile find(Path path) {
        OpenFile file = new OpenFile(call(path, () -> Fcntl.find(path)), path);
        try {
            file.facts().requireRegular(path);
            return file;
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    /** Creates a file that must not exist, readable and writable here. */
    static OpenFile create(Path path, int mode) {
        return new OpenFile(Fcntl.create(path, mode), path);
    }

    /**
     * Opens it once more, to read it and to lock it.
     *
     * @throws SegmentException.PermissionDenied if this user may not
     */
    OpenFile reopen(boolean writable) {
        return new OpenFile(call(path, () -> Fcntl.reopen(fd, writable)), path);
    }

    int descriptor() {
        return fd;
    }

    /** Returns the name it was found by. */
    Path path() {
        return path;
    }

    /** Returns the path by which this process reaches the file, whatever has its name. */
    Path reachedBy() {
        return Fcntl.pathOf(fd);
    }

    FileFacts facts() {
        return FileFacts.ofDescriptor(reachedBy(), path);
    }

    /** Returns the owner's name, which a directory server may take its time for. */
    String owner() {
        try {
            return Files.getOwner(reachedBy()).getName();
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Reads the first bytes, all of them if there are no more. By a stream, since an interrupt would close a channel. */
    byte[] readHead(int atMost) {
        try (FileInputStream in = new FileInputStream(reachedBy().toFile())) {
            return in.readNBytes(atMost);
        } catch (IOException e) {
            throw Failures.of(e, path);
        }
    }

    /** Takes the exclusive lock for this open of the file; false if somebody else has a lock. */
    boolean tryLock() {
        try {
            Fcntl.lockExclusively(fd);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EAGAIN) || e.is(Errno.EACCES)) {
                return false;
            }
            throw Failures.of(e, path);
        }
    }

    /** A lock of this process counts too, unless it was taken by this open of the file. */
    boolean isLockedByAnother() {
        return Fcntl.isLockedByAnother(fd);
    }

    /** The same of a lock that is not shared. */
    boolean isLockedExclusivelyByAnother() {
        return Fcntl.isLockedExclusivelyByAnother(fd);
    }

    /** Closes the descriptor, and thereby drops a lock taken by it. */
    @Override
    public void close() {
        Unistd.close(fd);
    }

    private static int call(Path path, IntSupplier open) {
        try {
            return open.getAsInt();
        } catch (SystemCallException e) {
            throw Failures.of(e, path);
        }
    }
}
