package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Errno;
import io.gatun.posix.Fcntl;
import io.gatun.posix.Proc;
import io.gatun.posix.SystemCallException;
import io.gatun.posix.Unistd;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * This attachment of a sync area: its row, and the kernel's lock that says it lives.
 *
 * <p><b>Liveness.</b> A row is a participant's as long as an exclusive lock of an open file description lies on a byte that is the
 * row's, beyond the end of all files. The kernel drops it when the last descriptor of that open is closed, however the process ends,
 * and not before its last thread has left the program: it is no matter of time-outs, nor of a pid that another has by now, or that is not
 * seen from another namespace. Who claims a row takes the lock first and then counts the row's incarnation up, so that those who had it before
 * are dead from then on, as they were since the kernel dropped theirs.
 *
 * <p><b>Threads:</b> any.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
 */
final class Participant implements Peers, AutoCloseable {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final int INCARNATION_MASK = 0xFFFF;

    private final SharedSegment segment;
    private final MemorySegment area;
    private final int fd;
    private final int row;
    private final int low;
    private volatile boolean closed;

    private Participant(SharedSegment segment, MemorySegment area, int fd, int row, int incarnation) {
        this.segment = segment;
        this.area = area;
        this.fd = fd;
        this.row = row;
        this.low = LockLayout.low(row, incarnation & INCARNATION_MASK);
    }

    /** Who was meant by the low half of a word; of pid 0 if that was too long ago to know. */
    record Identity(long pid, long startTime) {
        static final Identity UNKNOWN = new Identity(0, 0);
    }

    /**
     * Claims a row.
     *
     * @param area within the segment
     * @throws IllegalStateException if all are taken
     * @throws SegmentException.NotFound if the segment has lost its name
     */
    static Participant join(SharedSegment segment, MemorySegment area) {
        int fd = open(segment);
        try {
            int first = (int) INT.getAndAdd(area, SyncLayout.CLAIMS, 1);
            for (int i = 0; i < SyncLayout.ROW_COUNT; i++) {
                int row = Math.floorMod(first + i, SyncLayout.ROW_COUNT);
                if (tryLock(fd, row)) {
                    CrashPoint.ROW_LOCKED.reach();
                    return new Participant(segment, area, fd, row, claim(area, offsetOf(row), Proc.self()));
                }
            }
            throw new IllegalStateException(segment.path() + " is attached " + SyncLayout.ROW_COUNT
                    + " times, the most there can be: close it where it is not needed");
        } catch (Throwable e) {
            Unistd.close(fd);
            throw e;
        }
    }

    /** Opens the very file that is mapped, for a lock of its own. */
    private static int open(SharedSegment segment) {
        int fd;
        try {
            fd = Fcntl.open(segment.path(), true);
        } catch (SystemCallException e) {
            if (e.is(Errno.ENOENT)) {
                throw new SegmentException.NotFound(segment.path());
            }
            throw e;
        }
        try {
            Object key = Files.readAttributes(Fcntl.pathOf(fd), BasicFileAttributes.class)
                    .fileKey();
            if (!segment.fileId().equals(key.toString())) {
                throw new SegmentException.NotFound(segment.path()); // another file has the name by now
            }
            return fd;
        } catch (IOException e) {
            Unistd.close(fd);
            throw new UncheckedIOException(e);
        } catch (Throwable e) {
            Unistd.close(fd);
            throw e;
        }
    }

    private static boolean tryLock(int fd, int row) {
        try {
            Fcntl.lockByte(fd, Fcntl.BEYOND_ALL_FILES + row);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EAGAIN) || e.is(Errno.EACCES)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Begins the next incarnation of a row, whose lock the caller has. Whoever reads the one before finds who had it in {@code pid} and {@code
     * startTime}, or, once that is overwritten, in {@code previous}.
     *
     * @param at where the row begins
     * @return the incarnation
     */
    static int claim(MemorySegment area, long at, Proc.Identity self) {
        int before = (int) INT.getAcquire(area, at + RowLayout.INCARNATION);
        LONG.setRelease(area, at + RowLayout.PREVIOUS, RowLayout.previous(identity(area, at), before));
        int incarnation = before + 1;
        INT.setVolatile(area, at + RowLayout.INCARNATION, incarnation);
        CrashPoint.ROW_COUNTED.reach();
        LONG.setRelease(area, at + RowLayout.START_TIME, self.startTime());
        INT.setRelease(area, at + RowLayout.PID, (int) self.pid());
        for (int i = 0; i < RowLayout.WAITS; i++) {
            LONG.setRelease(area, waits(at, i), 0L);
        }
        CrashPoint.ROW_CLAIMED.reach();
        return incarnation;
    }

    @Override
    public int low() {
        return low;
    }

    @Override
    public int row() {
        return row;
    }

    /** Returns where a row lies in the area. */
    static long offsetOf(int row) {
        return SyncLayout.FIRST_ROW + row * RowLayout.LAYOUT.byteSize();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this one was closed meanwhile
     */
    @Override
    public boolean isAlive(int other) {
        int itsRow = LockLayout.row(other);
        if (itsRow < 0 || itsRow >= SyncLayout.ROW_COUNT) {
            return false; // nobody's word: the area was written to by something else
        }
        int incarnation = (int) INT.getAcquire(area, offsetOf(itsRow) + RowLayout.INCARNATION);
        return (incarnation & INCARNATION_MASK) == LockLayout.incarnation(other) && isTaken(itsRow);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if this one was closed meanwhile
     */
    @Override
    public boolean isTaken(int itsRow) {
        boolean taken = false;
        try {
            taken = itsRow == row || Fcntl.isByteLockedByAnother(fd, Fcntl.BEYOND_ALL_FILES + itsRow);
        } catch (SystemCallException e) {
            if (!closed) {
                throw e;
            }
        }
        if (closed) {
            throw new IllegalStateException( // as the memory does; the descriptor may have stood for another file
                    segment.path() + " is closed in this process: attach it again");
        }
        return taken;
    }

    @Override
    public Identity identity(int other) {
        int itsRow = LockLayout.row(other);
        if (itsRow < 0 || itsRow >= SyncLayout.ROW_COUNT) {
            return Identity.UNKNOWN;
        }
        return identity(area, offsetOf(itsRow), LockLayout.incarnation(other));
    }

    /**
     * Returns who had a row in an incarnation, whoever claims it meanwhile: what is not overwritten before the incarnation is counted up was
     * still that one's, and who was before says in which he was.
     *
     * @param at where the row begins
     * @param incarnation one whose claim was complete
     */
    static Identity identity(MemorySegment area, long at, int incarnation) {
        long now = identity(area, at);
        if (later(area, at, incarnation) == 0) {
            return new Identity(RowLayout.pid(now), RowLayout.startTime(now));
        }
        long previous = (long) LONG.getAcquire(area, at + RowLayout.PREVIOUS);
        return RowLayout.isOf(previous, incarnation) && later(area, at, incarnation) < RowLayout.TOLD_APART
                ? new Identity(RowLayout.pid(previous), RowLayout.startTime(previous))
                : Identity.UNKNOWN;
    }

    private static long identity(MemorySegment area, long at) {
        int pid = (int) INT.getAcquire(area, at + RowLayout.PID);
        return RowLayout.identity(pid, (long) LONG.getAcquire(area, at + RowLayout.START_TIME));
    }

    /** Returns how many incarnations have begun since one. */
    private static int later(MemorySegment area, long at, int incarnation) {
        return ((int) INT.getAcquire(area, at + RowLayout.INCARNATION) - incarnation) & INCARNATION_MASK;
    }

    @Override
    public int beginWaiting(int cell) {
        return beginWaiting(area, offsetOf(row), cell);
    }

    /** The same, of the row that begins at {@code row}. */
    static int beginWaiting(MemorySegment area, long row, int cell) {
        for (int i = 0; i < RowLayout.WAITS; i++) {
            long at = waits(row, i);
            long seen = (long) LONG.getVolatile(area, at);
            while ((int) seen == 0 || seen >>> Integer.SIZE == cell) {
                long next = (int) seen == 0 ? (long) cell << Integer.SIZE | 1 : seen + 1;
                long found = (long) LONG.compareAndExchange(area, at, seen, next);
                if (found == seen) {
                    return i;
                }
                seen = found;
            }
        }
        return -1;
    }

    @Override
    public void endWaiting(int where) {
        endWaiting(area, offsetOf(row), where);
    }

    /** The same, of the row that begins at {@code row}. */
    static void endWaiting(MemorySegment area, long row, int where) {
        if (where >= 0) {
            long before = (long) LONG.getAndAdd(area, waits(row, where), -1L);
            assert (int) before > 0 : before;
        }
    }

    /** Returns how many threads wait for a cell, as the row has it that begins at {@code row}; several of its entries may be of that cell. */
    static int waiting(MemorySegment area, long row, int cell) {
        int sum = 0;
        for (int i = 0; i < RowLayout.WAITS; i++) {
            long entry = (long) LONG.getAcquire(area, waits(row, i));
            sum += entry >>> Integer.SIZE == cell ? Math.max(0, (int) entry) : 0;
        }
        return sum;
    }

    private static long waits(long row, int entry) {
        return row + RowLayout.WAITING + entry * (long) Long.BYTES;
    }

    /** Leaves: whoever waits for something of this attachment finds that it is dead. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (area.scope().isAlive()) { // not, if the segment lies in something that was closed first
                INT.setRelease(area, offsetOf(row) + RowLayout.PID, 0);
            }
            Unistd.close(fd);
        }
    }
}
