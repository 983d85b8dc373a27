package io.gatun.sync;

import io.gatun.posix.Fcntl;
import io.gatun.posix.Proc;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A sync area looked at from outside: its file is opened for reading, not mapped and not attached, so that nothing that is in it, or is
 * missing from it, can harm who looks.
 *
 * <p><b>Threads:</b> used by one.
 */
final class AreaFile implements AutoCloseable {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int OTHERS_MAY_WRITE = 022;

    private final int fd;
    private final RandomAccessFile bytes;
    private final boolean isPrivate;

    private AreaFile(int fd, RandomAccessFile bytes, boolean isPrivate) {
        this.fd = fd;
        this.bytes = bytes;
        this.isPrivate = isPrivate;
    }

    /** Opens the file that has a name; empty if it has gone, is no file, or is not this user's. */
    static Optional<AreaFile> open(Path path) throws IOException {
        int found = -1;
        int fd = -1;
        try {
            found = Fcntl.find(path);
            Map<String, Object> facts = Files.readAttributes(Fcntl.pathOf(found), "unix:mode,uid");
            int mode = number(facts, "mode");
            if ((mode & TYPE) != REGULAR || number(facts, "uid") != Proc.thisUser()) {
                return Optional.empty();
            }
            fd = Fcntl.reopen(found, false);
            RandomAccessFile bytes = new RandomAccessFile(Fcntl.pathOf(fd).toFile(), "r");
            AreaFile file = new AreaFile(fd, bytes, (mode & OTHERS_MAY_WRITE) == 0);
            fd = -1;
            return Optional.of(file);
        } catch (SystemCallException e) {
            return Optional.empty();
        } finally {
            close(found);
            close(fd);
        }
    }

    private static int number(Map<String, Object> facts, String name) {
        return (Integer) Objects.requireNonNull(facts.get(name), name);
    }

    private static void close(int fd) {
        if (fd >= 0) {
            Unistd.close(fd);
        }
    }

    /** Tells whether nobody but this user may write to it. */
    boolean isPrivate() {
        return isPrivate;
    }

    long byteSize() throws IOException {
        return bytes.length();
    }

    /**
     * Copies bytes out of the file, aligned as they are in it.
     *
     * @return fewer if the file ends before
     */
    MemorySegment read(long offset, int byteSize) throws IOException {
        byte[] copy = new byte[byteSize];
        bytes.seek(offset);
        int size = 0;
        for (int n = 0; n >= 0 && size < byteSize; n = bytes.read(copy, size, byteSize - size)) {
            size += n;
        }
        MemorySegment aligned = MemorySegment.ofArray(new long[Math.ceilDiv(size, Long.BYTES)]);
        MemorySegment.copy(MemorySegment.ofArray(copy), 0, aligned, 0, size);
        return aligned.asSlice(0, size);
    }

    /** Tells whether an attachment has a row. */
    boolean isTaken(int row) {
        return Fcntl.isByteLockedByAnother(fd, Fcntl.BEYOND_ALL_FILES + row);
    }

    @Override
    public void close() throws IOException {
        Unistd.close(fd);
        bytes.close();
    }
}
