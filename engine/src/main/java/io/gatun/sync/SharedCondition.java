package io.gatun.sync;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.waiting.Deadline;
import io.gatun.waiting.Sleep;
import io.gatun.waiting.Spin;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What threads of several processes wait for, by its name, while they let others have a lock.
 *
 * <p>{@snippet :
 * condition.lock().lock();
 * try {
 *   condition.awaitUntil(() -> stock.get() > 0);
 *   stock.set(stock.get() - 1);
 * } finally {
 *   condition.lock().unlock();
 * }
 * }
 *
 * <p>It has a reentrant lock of its own, or is made for a lock that there is, which several conditions may share. A signal goes to those that
 * wait at that moment, the first first; if nobody does, it is lost. Nobody returns without one, but when his time is over.
 *
 * <p><b>Crash behaviour:</b> a dead process waits for nothing, and gets no signal; one that was signalled and died before it had the lock
 * again has it passed on, at the latest 20 ms after. The lock is as every {@link SharedLock}: to get it back may mean to find its owner dead.
 *
 * <p><b>Threads:</b> any, virtual ones included, {@value WaitQueue#PLACES} waiting ones at most; they notice an interrupt within 20 ms. <b>Ownership:</b>
 * as for {@link SharedLock}; a lock that it was made for is closed by who attached that.
 *
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Condition">multiprocessing.Condition</a>
 */
public final class SharedCondition implements AutoCloseable {
    private static final String OWN_LOCK = "";

    private final SyncArea area;
    private final SharedLock lock;
    private final WaitQueue queue;
    private final Spin spin = new Spin();

    private SharedCondition(SyncArea area, SharedLock lock) {
        this.area = area;
        this.lock = lock;
        this.queue = new WaitQueue(area.data(0), area.participant());
    }

    /**
     * Creates a condition with a reentrant lock of its own.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedCondition create(SegmentName name) {
        return withOwnLock(create(name, OWN_LOCK));
    }

    /**
     * Creates a condition for a lock that there is.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedCondition create(SegmentName name, SharedLock lock) {
        return new SharedCondition(create(name, lock.id()), lock);
    }

    private static SyncArea create(SegmentName name, String text) {
        int dataBytes = (int) WaitQueue.LAYOUT.byteSize();
        return SyncArea.create(name, SyncKind.CONDITION, 1, dataBytes, text, data -> {});
    }

    /**
     * Attaches a condition that has a lock of its own.
     *
     * @throws SegmentException.Malformed if it is none, or was made for another lock
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedCondition attach(SegmentName name) {
        return withOwnLock(attach(name, OWN_LOCK));
    }

    /**
     * Attaches a condition that was made for a lock.
     *
     * @throws SegmentException.Malformed if it is none, or was not made for this lock
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedCondition attach(SegmentName name, SharedLock lock) {
        return new SharedCondition(attach(name, lock.id()), lock);
    }

    private static SyncArea attach(SegmentName name, String text) {
        SyncArea area = SyncArea.attach(name, SyncKind.CONDITION);
        if (!area.text().equals(text)) {
            area.close();
            throw new SegmentException.Malformed(
                    area.path(), SyncLayout.TEXT, "this condition was made for another lock");
        }
        return area;
    }

    private static SharedCondition withOwnLock(SyncArea area) {
        return new SharedCondition(area, SharedLock.of(area, 0, true));
    }

    /** Returns the lock, always the same object; a condition's own is closed with the condition. */
    public SharedLock lock() {
        return lock;
    }

    /**
     * Waits for a signal. The lock is released meanwhile, however often it was taken, and is held again as often when this returns or throws.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     * @throws InterruptedException if the thread is interrupted, and was not signalled before
     * @throws OwnerDiedException if the lock cannot be had again; it is not held then
     * @throws LockUnusableException the same
     * @throws IllegalStateException if too many threads wait, or this object is closed
     */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits for a signal, at most for some time; otherwise as {@link #await()}.
     *
     * @return false if the time is over
     * @throws InterruptedException if the thread is interrupted, and was not signalled before
     */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(time));
    }

    /**
     * Waits until something is so: looks, with the lock held, first and after each signal; otherwise as {@link #await()}.
     *
     * @throws InterruptedException if the thread is interrupted, and was not signalled before
     */
    public void awaitUntil(BooleanSupplier predicate) throws InterruptedException {
        awaitUntil(predicate, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    /**
     * Waits until something is so, at most for some time; otherwise as {@link #awaitUntil(BooleanSupplier)}.
     *
     * @return what was found when it was looked for the last time
     * @throws InterruptedException if the thread is interrupted, and was not signalled before
     */
    public boolean awaitUntil(BooleanSupplier predicate, long time, TimeUnit unit) throws InterruptedException {
        requireHeld();
        Deadline deadline = Deadline.in(unit.toNanos(time));
        while (!predicate.getAsBoolean()) {
            if (!await(deadline.remainingNanos())) {
                return predicate.getAsBoolean();
            }
        }
        return true;
    }

    private boolean await(long limitNanos) throws InterruptedException {
        requireHeld();
        if (lock.isRepairing()) {
            throw new IllegalStateException(lock.path() + " is being repaired: a repair cannot wait for a condition");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (queue.hasDeadSignalled()) {
            queue.passOnOfDead(lock.wakes()); // to who waits already
        }
        int place = queue.enter();
        if (place < 0) {
            throw new IllegalStateException(area.path() + " is waited for by " + WaitQueue.PLACES + " threads already");
        }
        CrashPoint.CONDITION_ENTERED.reach();
        int holds = lock.releaseWholly();
        boolean interrupted;
        try {
            interrupted = sleepUntilSignalled(place, limitNanos);
        } catch (OwnerDiedException | LockUnusableException e) {
            queue.leave(place);
            throw e; // the lock cannot be had again
        } catch (Throwable e) {
            takeBack(holds, place);
            throw e;
        }
        boolean signalled = takeBack(holds, place);
        if (interrupted) {
            if (!signalled) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt(); // the signal came first, and somebody must act upon it
        }
        return signalled;
    }

    /** Takes the lock again, and leaves the queue; tells whether there was a signal. */
    private boolean takeBack(int holds, int place) {
        boolean signalled;
        try {
            lock.takeBack(holds);
        } finally {
            signalled = queue.leave(place);
        }
        return signalled;
    }

    /** Tells whether the thread was interrupted, which ends the wait too. */
    private boolean sleepUntilSignalled(int place, long limitNanos) {
        Deadline deadline = Deadline.in(limitNanos);
        if (spin.until(() -> queue.isSignalled(place))) {
            return false;
        }
        long sleepNanos = Sleep.SHORTEST_NANOS;
        while (!queue.isSignalled(place)) {
            long remaining = deadline.remainingNanos();
            if (remaining <= 0) {
                return false;
            }
            queue.sleep(place, Math.min(sleepNanos, remaining));
            sleepNanos = Math.min(2 * sleepNanos, Sleep.LONGEST_NANOS);
            if (Thread.interrupted()) {
                return true;
            }
            if (queue.hasDeadSignalled() && lock.tryLock()) {
                try {
                    queue.passOnOfDead(lock.wakes());
                } finally {
                    lock.unlock();
                }
            }
        }
        return false;
    }

    /**
     * Wakes the thread that has waited for the longest, if any does.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     * @throws IllegalStateException if this object is closed
     */
    public void signal() {
        signal(1);
    }

    /**
     * Wakes up to so many threads, those that have waited for the longest.
     *
     * @throws IllegalArgumentException if {@code count} is negative
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     * @throws IllegalStateException if this object is closed
     */
    public void signal(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + " is negative");
        }
        requireHeld();
        queue.signal(count, lock.wakes());
    }

    /**
     * Wakes all threads that wait.
     *
     * @throws IllegalMonitorStateException if the calling thread does not hold the lock
     * @throws IllegalStateException if this object is closed
     */
    public void signalAll() {
        signal(Integer.MAX_VALUE);
    }

    /** Returns how many threads, of all processes that live, wait for a signal at this moment. */
    public int waiters() {
        return queue.waiting();
    }

    private void requireHeld() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException(lock.path() + " is not held by this thread");
        }
    }

    /** Returns the path of the segment that the condition lies in. */
    public Path path() {
        return area.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}: those who have attached the condition go on with it. */
    public boolean unlink() {
        return area.unlink();
    }

    /** Ends the use of the condition here; does nothing the second time. */
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
