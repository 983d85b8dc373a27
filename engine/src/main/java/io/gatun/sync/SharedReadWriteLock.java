package io.gatun.sync;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.waiting.Deadline;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * A lock that processes share by its name, and that many may hold who read, or one who writes.
 *
 * <p>A thread that wants to write keeps new readers out while it waits for those that read: writers are preferred. The one that has the write lock
 * may take it again; one that has either must not take the other, as it would wait for itself. A read lock may be released by any thread of the
 * object that took it.
 *
 * <p><b>Crash behaviour:</b> what a dead reader held is free, at the latest 20 ms after somebody wants to write: readers leave nothing half
 * changed, and neither does a writer that dies while it still waits for them. One that dies later is as the owner of a {@link SharedLock}: the next
 * one that comes, reader or writer, is told of it and {@linkplain #onOwnerDeath repairs}, alone, or the lock is unusable.
 *
 * <p><b>Threads:</b> any, virtual ones included. <b>Memory ordering:</b> as {@link ReadWriteLock} says. <b>Ownership:</b> as for
 * {@link SharedLock}. <b>Layout:</b> the first cell has the number of readers, the second is the writers' lock.
 */
public final class SharedReadWriteLock implements ReadWriteLock, AutoCloseable {
    private final SyncArea area;
    private final Readers readers;
    private final SharedLock writer;
    private final ReadLock readLock = new ReadLock();
    private final WriteLock writeLock = new WriteLock();

    private SharedReadWriteLock(SyncArea area) {
        this.area = area;
        this.readers = new Readers(area.cell(0), area.rows(), new RobustLock(area.cell(1)));
        this.writer = SharedLock.ofWriters(area, 1, readers::isWritten);
        readers.forgetOwn();
    }

    /**
     * Creates a lock that is free.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedReadWriteLock create(SegmentName name) {
        return SyncArea.open(
                SyncArea.create(name, SyncKind.READ_WRITE_LOCK, 2, Readers.DATA_BYTES, "", data -> {}),
                SharedReadWriteLock::new);
    }

    /**
     * Attaches a lock.
     *
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedReadWriteLock attach(SegmentName name) {
        return SyncArea.open(SyncArea.attach(name, SyncKind.READ_WRITE_LOCK), SharedReadWriteLock::new);
    }

    /**
     * Says what is done, by threads that use this object, when they find that a writer died: see {@link SharedLock#onOwnerDeath}.
     *
     * @return this
     */
    public SharedReadWriteLock onOwnerDeath(Repair repair) {
        writer.onOwnerDeath(repair);
        return this;
    }

    /** Returns the lock for reading, always the same object. It throws what {@link SharedLock} does. */
    @Override
    public Lock readLock() {
        return readLock;
    }

    /** Returns the lock for writing, always the same object. It throws what {@link SharedLock} does. */
    @Override
    public Lock writeLock() {
        return writeLock;
    }

    /**
     * Returns how many read locks are held, by all processes.
     *
     * @throws IllegalStateException if this object is closed
     */
    public int readers() {
        return readers.number();
    }

    /** Tells whether anybody writes or waits for the readers to leave. */
    public boolean isWriteLocked() {
        return writer.isLocked();
    }

    /** Returns how many writers have died holding the lock. */
    public int deaths() {
        return writer.deaths();
    }

    /** What both have in common: the forms of taking a lock come down to one. */
    private abstract static class Side implements Lock {
        abstract boolean take(long limitNanos, boolean interruptibly) throws InterruptedException;

        private boolean takeKeepingInterrupt(long limitNanos) {
            try {
                return take(limitNanos, false);
            } catch (InterruptedException e) {
                throw new AssertionError("not interruptibly", e);
            }
        }

        @Override
        public void lock() {
            takeKeepingInterrupt(Long.MAX_VALUE);
        }

        @Override
        public void lockInterruptibly() throws InterruptedException {
            tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }

        @Override
        public boolean tryLock() {
            return takeKeepingInterrupt(0);
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return take(Math.max(0, unit.toNanos(time)), true);
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException("a read-write lock has no conditions: see SharedCondition");
        }
    }

    private final class ReadLock extends Side {
        @Override
        boolean take(long limitNanos, boolean interruptibly) throws InterruptedException {
            Deadline deadline = Deadline.in(limitNanos);
            while (true) {
                switch (readers.enter(deadline.remainingNanos(), interruptibly)) {
                    case READS -> {
                        return true;
                    }
                    case TIMED_OUT -> {
                        return false;
                    }
                    case NO_WRITER_ALIVE -> {
                        if (writer.tryLock()) { // this repairs, or throws
                            writeLock.unlock();
                        }
                    }
                }
            }
        }

        @Override
        public void unlock() {
            if (!readers.leave()) {
                throw new IllegalMonitorStateException(area.path() + " is not held for reading by this object");
            }
        }
    }

    private final class WriteLock extends Side {
        @Override
        boolean take(long limitNanos, boolean interruptibly) throws InterruptedException {
            Deadline deadline = Deadline.in(limitNanos);
            if (!writer.take(limitNanos, interruptibly)) {
                return false;
            }
            boolean unread = false;
            try {
                unread = readers.awaitNone(deadline.remainingNanos(), interruptibly);
                return unread;
            } finally {
                if (!unread) {
                    unlock();
                }
            }
        }

        @Override
        public void unlock() {
            boolean last = writer.holdCount() == 1;
            if (last) {
                readers.endWriting();
            }
            writer.unlock();
            if (last) {
                readers.haveAllLook();
            }
        }
    }

    /** Returns the path of the segment that the lock lies in. */
    public Path path() {
        return area.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}: those who have attached the lock go on with it. */
    public boolean unlink() {
        return area.unlink();
    }

    /**
     * Ends the use of the lock here; does nothing the second time. What is held by this object is held by nobody then: a write lock has lost its owner.
     */
    @Override
    public void close() {
        area.close();
    }

    /** Returns the path, for messages. */
    @Override
    public String toString() {
        return area.kind() + " " + area.path();
    }
}
