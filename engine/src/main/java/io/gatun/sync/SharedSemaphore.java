package io.gatun.sync;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A number of permits that processes share by its name: taken one by one, waited for when there are none, and given back.
 *
 * <p>It comes in two kinds, as in Python's {@code multiprocessing}. Those of {@linkplain #create the counting one} are nobody's: any
 * process may release more than it has acquired, as who produces for others does, and what a process has acquired is gone with it. Those of
 * {@linkplain #createBounded the bounded one} belong to the attachments that have acquired them. There are never more than at
 * first, and to release one too many is an error, though one that another process has acquired may be released.
 *
 * <p><b>Crash behaviour:</b> the permits that a dead process had of a bounded semaphore come back, at the latest 20 ms after somebody waits for them; so
 * do those of an attachment that is closed. Killed while it acquires or releases, a process has done it, or not.
 *
 * <p><b>Threads:</b> any, virtual ones included; those that wait notice an interrupt within 20 ms. Not fair. <b>Memory ordering:</b> what a
 * thread did before it released is seen by whoever acquires after. <b>Ownership:</b> as for {@link SharedLock}.
 *
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.BoundedSemaphore">multiprocessing.BoundedSemaphore</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/sem_overview.7.html">sem_overview(7)</a>
 */
public final class SharedSemaphore implements AutoCloseable {
    private final SyncArea area;
    private final Permits permits;
    private final Monitor monitor;
    private final boolean bounded;
    private boolean closed;

    private SharedSemaphore(SyncArea area) {
        this.area = area;
        this.bounded = area.kind() == SyncKind.BOUNDED_SEMAPHORE;
        this.permits = new Permits(area.data(0), area.rows(), bounded);
        this.monitor = new Monitor(area.cell(0), permits::makeSound);
        giveBackOwn(); // those of who had the row before, and died
    }

    /**
     * Creates a semaphore whose permits are nobody's.
     *
     * @param permits how many there are at first
     * @throws IllegalArgumentException if {@code permits} is negative
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedSemaphore create(SegmentName name, int permits) {
        return create(name, SyncKind.SEMAPHORE, permits);
    }

    /**
     * Creates a semaphore whose permits belong to those that have acquired them.
     *
     * @param permits how many there are, at first and at most
     * @throws IllegalArgumentException if {@code permits} is negative
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedSemaphore createBounded(SegmentName name, int permits) {
        return create(name, SyncKind.BOUNDED_SEMAPHORE, permits);
    }

    private static SharedSemaphore create(SegmentName name, SyncKind kind, int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("permits=" + permits + " is negative");
        }
        Consumer<MemorySegment> initializer = data -> Permits.write(data, permits);
        return SyncArea.open(SyncArea.create(name, kind, 1, Permits.DATA_BYTES, "", initializer), SharedSemaphore::new);
    }

    /**
     * Attaches a semaphore of either kind.
     *
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedSemaphore attach(SegmentName name) {
        return SyncArea.open(
                SyncArea.attach(name, SyncKind.SEMAPHORE, SyncKind.BOUNDED_SEMAPHORE), SharedSemaphore::new);
    }

    /**
     * Takes a permit, and waits until there is one.
     *
     * @throws InterruptedException if the thread is interrupted; it has taken none then
     * @throws IllegalStateException if this object is closed
     */
    public void acquire() throws InterruptedException {
        acquire(Long.MAX_VALUE, true);
    }

    /**
     * Takes a permit, and waits until there is one. An interrupt does not end the wait.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void acquireUninterruptibly() {
        acquireKeepingInterrupt(Long.MAX_VALUE);
    }

    /**
     * Takes a permit if there is one.
     *
     * @return whether it has
     * @throws IllegalStateException if this object is closed
     */
    public boolean tryAcquire() {
        return acquireKeepingInterrupt(0);
    }

    /**
     * Takes a permit, and waits for it for some time; not at all if that is 0 or less.
     *
     * @return whether it has
     * @throws InterruptedException if the thread is interrupted; it has taken none then
     * @throws IllegalStateException if this object is closed
     */
    public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
        return acquire(unit.toNanos(time), true);
    }

    private boolean acquireKeepingInterrupt(long limitNanos) {
        try {
            return acquire(limitNanos, false);
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptibly", e);
        }
    }

    private boolean acquire(long limitNanos, boolean interruptibly) throws InterruptedException {
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        monitor.enter();
        boolean acquired = false;
        try {
            acquired = monitor.await(permits::isAvailable, limitNanos, interruptibly);
            if (acquired) {
                permits.take();
            }
            return acquired;
        } finally {
            boolean mayHaveBeenWoken = !acquired && limitNanos > 0; // then another is to be
            monitor.leaveAndWake(mayHaveBeenWoken ? 1 : 0);
        }
    }

    /**
     * Gives a permit back, whoever has acquired it, and wakes one that waits.
     *
     * @throws IllegalStateException if there are as many as there may be, or this object is closed
     */
    public void release() {
        release(1);
    }

    /**
     * Gives permits back, and wakes as many that wait. Of a bounded semaphore those go first that were acquired by this object.
     *
     * @throws IllegalArgumentException if {@code count} is not positive
     * @throws IllegalStateException if there would be more than there may be, none is given back then; or if this object is closed
     */
    public void release(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("permits=" + count + " is not positive");
        }
        monitor.enter();
        int waking = 0;
        try {
            if (!permits.giveBack(count)) {
                throw new IllegalStateException(area.path() + " has " + permits.available() + " of at most "
                        + permits.most() + " permits: " + count + " more were never acquired");
            }
            waking = count;
        } finally {
            monitor.leaveAndWake(waking);
        }
    }

    /**
     * Returns how many permits there are to take at this moment.
     *
     * @throws IllegalStateException if this object is closed
     */
    public int availablePermits() {
        monitor.enter();
        try {
            permits.settle();
            return permits.available();
        } finally {
            monitor.leave();
        }
    }

    /** Tells whether permits belong to those that have acquired them. */
    public boolean isBounded() {
        return bounded;
    }

    private void giveBackOwn() {
        if (permits.hasOwn()) {
            monitor.enter();
            permits.giveBackOwn();
            monitor.leaveAndWake(Integer.MAX_VALUE);
        }
    }

    /** Returns the path of the segment that the semaphore lies in. */
    public Path path() {
        return area.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}: those who have attached the semaphore go on with it. */
    public boolean unlink() {
        return area.unlink();
    }

    /**
     * Ends the use of the semaphore here, and gives back what was acquired by this object of a bounded one; does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            giveBackOwn();
        } finally {
            closed = true;
            area.close();
        }
    }

    /** Returns the kind and the path, for messages. */
    @Override
    public String toString() {
        return area.kind() + " " + area.path();
    }
}
