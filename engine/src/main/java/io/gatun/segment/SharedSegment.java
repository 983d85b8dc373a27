package io.gatun.segment;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Fcntl;
import io.gatun.posix.SystemCallException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named piece of memory that processes share: a file in {@code /dev/shm} (or on disk), mapped whole.
 *
 * <p>{@snippet :
 * try (SharedSegment s = SharedSegment.create(SegmentName.of("greeting"), 4096)) {
 *   s.memory().setString(0, "hello");   // others attach it by its name meanwhile
 *   s.unlink();                         // the name goes, the memory stays with whoever has it
 * }
 * }
 *
 * <table class="striped">
 * <caption>Life of a segment</caption>
 * <thead><tr><th>call</th><th>this process's memory</th><th>others' memory</th><th>the name</th></tr></thead>
 * <tbody>
 * <tr><td>{@link #create}</td><td>mapped</td><td>–</td><td>appears, complete, in one step</td></tr>
 * <tr><td>{@link #attach}</td><td>mapped</td><td>unchanged</td><td>unchanged</td></tr>
 * <tr><td>{@link #close}</td><td>unmapped; access throws</td><td>unchanged</td><td>stays</td></tr>
 * <tr><td>{@link #unlink}</td><td>unchanged</td><td>unchanged</td><td>goes</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Threads:</b> all methods are safe for any thread, virtual ones included; the memory itself is ordered only by what
 * its users do. <b>Ownership:</b> the creator holds an exclusive kernel lock on the file until it closes the segment or
 * dies; whoever attaches owns nothing. <b>Crash behaviour:</b> killed before the name appears, the creator leaves a file
 * whose name starts with {@value SegmentName#TEMPORARY_PREFIX} and which nobody locks or maps: an
 * {@linkplain Segments#orphans orphan}. Killed later, it leaves the segment as it is.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/shm_overview.7.html">shm_overview(7)</a>
 */
public final class SharedSegment implements AutoCloseable {
    private final FileMapping mapping;
    private final MemorySegment memory;
    private final Object fileKey;
    private Path path;
    private @Nullable OpenFile locked;
    private @Nullable OpenFile growing;
    private boolean closed;

    /** {@code locked} is the creator's: it is closed when the segment is. */
    private SharedSegment(FileMapping mapping, @Nullable OpenFile locked) {
        this.mapping = mapping;
        this.memory = mapping.memory();
        this.fileKey = mapping.key();
        this.path = mapping.path();
        this.locked = locked;
    }

    /**
     * Links the native calls that creating a segment needs, which takes a cold JVM some 20 ms. Not needed, but a program that
     * is in a hurry can call it early, on a thread that has nothing else to do.
     */
    public static void linkNativeCalls() {
        SegmentFile.linkNativeCalls();
    }

    /** Creates a segment of zeros in the shared memory folder; otherwise as {@link #create(Path, long, Consumer)}. */
    public static SharedSegment create(SegmentName name, long byteSize) {
        return create(name.path(), byteSize, memory -> {});
    }

    /**
     * Creates a segment: reserves all its pages, lets {@code initializer} write to it, and only then gives it its name.
     *
     * @param path where; the folder must exist, the file must not. In the shared memory folder access is for this user only
     *     (mode 0600), elsewhere as for any file this process makes
     * @param initializer gets the memory, all zeros, before anybody else can see it; what it throws undoes the creation
     * @throws IllegalArgumentException if {@code byteSize} is not positive
     * @throws SegmentException.AlreadyExists if the name is taken
     * @throws SegmentException.NoSpace if there is no room; nothing was written then
     * @throws SegmentException.LimitReached if this process may not make so large a file, not map so much, or open no more
     *     files
     * @throws SegmentException.NotFound if the folder does not exist
     * @throws SegmentException.PermissionDenied if the folder may not be written to
     * @throws CancellationException if the thread is interrupted while a segment of more than a GiB is
     *     reserved, or of more than a MiB in a file system that cannot reserve; there is no segment then
     */
    public static SharedSegment create(Path path, long byteSize, Consumer<MemorySegment> initializer) {
        return create(path, byteSize, true, segment -> initializer.accept(segment.memory));
    }

    /**
     * Creates a segment whose pages are there already, or are reserved after the initializer where that has touched them.
     *
     * @param initializer gets the segment under its temporary name, by which other processes may attach it
     */
    static SharedSegment create(Path path, long byteSize, boolean reservedFirst, Consumer<SharedSegment> initializer) {
        if (byteSize <= 0) {
            throw new IllegalArgumentException("byteSize=" + byteSize + ": a segment has at least one byte");
        }
        Path absolute = path.toAbsolutePath();
        OpenFile file = SegmentFile.create(absolute, byteSize, reservedFirst);
        Consumer<SharedSegment> initializerAndRest = segment -> {
            initializer.accept(segment);
            if (!reservedFirst) {
                Reservation.makeRest(file.descriptor(), absolute, byteSize);
            }
        };
        return name(absolute, file, initializerAndRest, () -> FileMapping.of(file, Access.READ_WRITE));
    }

    /** Maps a file, which is closed if that fails, has it initialized, and gives it its name. */
    private static SharedSegment name(
            Path absolute, OpenFile file, Consumer<SharedSegment> initializer, Supplier<FileMapping> map) {
        SharedSegment segment = null;
        try {
            segment = new SharedSegment(map.get(), file);
            CrashPoint.SEGMENT_MAPPED.reach();
            initializer.accept(segment);
            CrashPoint.SEGMENT_INITIALIZED.reach();
            segment.moveTo(absolute, false);
            CrashPoint.SEGMENT_NAMED.reach();
            return segment;
        } catch (Throwable e) {
            if (segment == null) {
                SegmentFile.discard(file);
            } else {
                try {
                    segment.unlink();
                } finally {
                    segment.close();
                }
            }
            throw e;
        }
    }

    /**
     * Creates a segment of which only the first bytes have memory, and which {@link #reserve} gives more. Addresses are there for all of it
     * from the beginning on, so that nothing in it ever moves; but what has no memory is not to be touched. Otherwise as {@link
     * #create(Path, long, Consumer)}.
     *
     * @param byteSize how large it can become, its size from now on
     * @param reservedBytes how many bytes at its beginning have memory
     * @param initializer gets the segment, of which it may touch only those, and what it reserves besides
     * @throws IllegalArgumentException if {@code reservedBytes} is not positive, or greater than {@code byteSize}
     */
    public static SharedSegment createSparse(
            SegmentName name, long byteSize, long reservedBytes, Consumer<SharedSegment> initializer) {
        if (reservedBytes <= 0 || reservedBytes > byteSize) {
            throw new IllegalArgumentException("byteSize=" + byteSize + ", reservedBytes=" + reservedBytes);
        }
        Path path = name.path();
        Reservation.requireAllowed(path, byteSize);
        OpenFile file = SegmentFile.create(path, reservedBytes, true);
        return name(path, file, initializer, () -> {
            Reservation.setLength(file.path(), byteSize);
            return FileMapping.of(file, Access.READ_WRITE);
        });
    }

    /** Attaches a segment that {@link #reserve} is to give more memory; otherwise as {@link #attach(SegmentName, Access)}. */
    public static SharedSegment attachSparse(SegmentName name) {
        while (true) {
            SharedSegment segment = attach(name, Access.READ_WRITE);
            try {
                segment.growing = SegmentFile.open(segment.path, segment.fileKey);
                return segment;
            } catch (SegmentException.NotFound e) {
                segment.close(); // another has the name by now, or none: the next attempt tells
            } catch (Throwable e) {
                segment.close();
                throw e;
            }
        }
    }

    /** Attaches a segment of the shared memory folder, of this user's; otherwise as {@link #attach(Path, Access, Trust)}. */
    public static SharedSegment attach(SegmentName name, Access access) {
        return attach(name.path(), access);
    }

    /** Attaches a segment of this user's, and of nobody else's; otherwise as {@link #attach(Path, Access, Trust)}. */
    public static SharedSegment attach(Path path, Access access) {
        return attach(path, access, Trust.THIS_USER);
    }

    /**
     * Attaches a segment that exists. Its size is that of the file at this moment.
     *
     * @param trust whose files are attached, if it lies in the shared memory folder
     * @throws SegmentException.NotFound if nothing has the name
     * @throws SegmentException.Malformed if it is a link, a folder, a FIFO, a device or empty; none of them is opened for it
     * @throws SegmentException.NotTrusted if it lies in the shared memory folder and has a second name, or is a file that
     *     {@code trust} does not include
     * @throws SegmentException.PermissionDenied if this user may not open it so
     * @throws SegmentException.LimitReached if this process may not map so much, or may open no more files
     */
    public static SharedSegment attach(Path path, Access access, Trust trust) {
        return new SharedSegment(FileMapping.attach(path.toAbsolutePath(), access, trust), null);
    }

    /**
     * Returns the memory of the whole segment. It lives until {@link #close()}, may be used by any thread, and throws
     * {@link IllegalStateException} at every access after that.
     *
     * @throws SegmentException.Closed if the segment is closed
     */
    public synchronized MemorySegment memory() {
        requireOpen();
        return memory;
    }

    /** Returns the segment's size, closed or not. */
    public long byteSize() {
        return memory.byteSize();
    }

    /** Returns the absolute path of the segment's file: the name it was created, attached or last renamed under. */
    public synchronized Path path() {
        return path;
    }

    /**
     * Returns what tells the segment's file from all others that exist at the same time: its device and inode, as text. Two
     * segments, here or in other processes, have the same one exactly if they share their memory.
     */
    public String fileId() {
        return fileKey.toString();
    }

    /**
     * Backs every page with memory now rather than at its first touch. Blocks until that is done, 0.2 s a GiB where measured,
     * and so does every other method called meanwhile.
     *
     * @return false if the kernel (before 5.14) cannot; the pages are reserved all the same
     * @throws SegmentException.NoSpace if memory is short
     * @throws SegmentException.Closed if the segment is closed
     * @throws IllegalStateException if the segment was attached read-only
     */
    public synchronized boolean prefault() {
        requireOpen();
        if (memory.isReadOnly()) {
            throw new IllegalStateException(path + " is attached read-only: its pages cannot be made writable");
        }
        return Reservation.prefault(memory, path);
    }

    /**
     * Gives a part of a segment memory, which it has from then on for everybody. Blocks while the kernel clears it, some tenths of a second a
     * GiB. What has memory already keeps it.
     *
     * @throws SegmentException.NoSpace if there is no room; nothing has changed then
     * @throws SegmentException.Closed if the segment is closed
     * @throws IllegalStateException if it was neither created here nor attached by {@link #attachSparse}
     */
    public synchronized void reserve(long offset, long byteSize) {
        requireOpen();
        Objects.checkFromIndexSize(offset, byteSize, byteSize());
        Reservation.add(descriptor(), path, offset, byteSize);
    }

    /**
     * Takes a part of a segment its memory: whole pages of it are zeros then, and not to be touched before they are reserved again.
     *
     * @throws SegmentException.Closed if the segment is closed
     * @throws IllegalStateException as {@link #reserve}
     */
    public synchronized void giveBack(long offset, long byteSize) {
        requireOpen();
        Objects.checkFromIndexSize(offset, byteSize, byteSize());
        try {
            Fcntl.punchHole(descriptor(), offset, byteSize);
        } catch (SystemCallException e) {
            throw Failures.of(e, path);
        }
    }

    private int descriptor() {
        OpenFile file = growing != null ? growing : locked;
        if (file == null) {
            throw new IllegalStateException(path + " was not attached to be given more memory");
        }
        return file.descriptor();
    }

    /**
     * Gives the segment another name in the same file system, in one step. Those attached do not notice.
     *
     * @param replace whether a file that has the new name is replaced
     * @throws SegmentException.AlreadyExists if the new name is taken and {@code replace} is false
     * @throws SegmentException.NotFound if the segment's own name is gone, or stands for another file by now
     * @throws SegmentException.Closed if the segment is closed
     */
    public void rename(Path target, boolean replace) {
        moveTo(target, replace);
        CrashPoint.SEGMENT_RENAMED.reach();
    }

    private synchronized void moveTo(Path target, boolean replace) {
        requireOpen();
        Path absolute = target.toAbsolutePath();
        SegmentFile.rename(path, fileKey, absolute, replace);
        path = absolute;
    }

    /**
     * Removes the name, if it still stands for this segment. Those attached keep their memory, this process included; after
     * {@link #close()} it is too late, since a file system may have given the file's number to another by then. Linux cannot
     * remove a name by its file, so that a file put there within the microsecond between the look and the removal would go
     * instead.
     *
     * @return whether this call removed the name
     * @throws SegmentException.PermissionDenied if this user may not remove it
     * @throws SegmentException.Closed if the segment is closed
     */
    public synchronized boolean unlink() {
        requireOpen();
        return SegmentFile.unlink(path, fileKey);
    }

    /**
     * Sees to it that nobody has truncated the file, as far as its name tells. To read what is gone fails with an
     * {@link InternalError}, or kills the process where that happens in native or vector code.
     *
     * @throws SegmentException.Truncated if it is shorter than it was when it was mapped here
     */
    public synchronized void requireWhole() {
        long now = SegmentFile.sizeOf(path, fileKey);
        if (now >= 0 && now < byteSize()) {
            throw new SegmentException.Truncated(path, byteSize(), now);
        }
    }

    /** Tells whether the name still stands for this segment. */
    public synchronized boolean hasItsName() {
        return SegmentFile.hasName(path, fileKey);
    }

    /**
     * Tells whether a process holds the creator's lock: the creator, or who took it since.
     *
     * @throws SegmentException.NotFound if the name is gone
     */
    public synchronized boolean isLockedByCreator() {
        return SegmentFile.isLockedExclusively(path);
    }

    /**
     * Takes the creator's lock, which the kernel has dropped with the creator; this segment holds it until it is closed.
     *
     * @throws SegmentException.InUse if somebody else has it
     * @throws SegmentException.NotFound if the name is gone, or stands for another file by now
     * @throws SegmentException.Closed if the segment is closed
     */
    public synchronized void lock() {
        requireOpen();
        if (locked == null) {
            locked = SegmentFile.lock(path, fileKey);
        }
    }

    /** Tells whether the segment was closed here. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Unmaps the memory here and drops the creator's lock; does nothing the second time. The name and everybody else's
     * memory stay.
     *
     * @throws IllegalStateException if a native call is using the memory at this moment; the segment then stays open
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        mapping.unmap();
        closed = true;
        if (locked != null) {
            locked.close();
        }
        if (growing != null) {
            growing.close();
        }
    }

    /** Returns the path and the size, for messages. */
    @Override
    public String toString() {
        return path() + " (" + byteSize() + " bytes)";
    }

    private void requireOpen() {
        if (closed) {
            throw new SegmentException.Closed(path);
        }
    }
}
