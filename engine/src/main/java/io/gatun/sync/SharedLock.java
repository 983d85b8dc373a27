package io.gatun.sync;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A lock that processes share by its name, and that survives the death of its owner.
 *
 * <p>{@snippet :
 * try (SharedLock lock = SharedLock.attach(SegmentName.of("ledger"))) {
 *   lock.onOwnerDeath(death -> ledger.rollBack());   // whoever finds its owner dead does this, once
 *   lock.lock();
 *   try {
 *     ledger.book(entry);
 *   } finally {
 *     lock.unlock();
 *   }
 * }
 * }
 *
 * <p>It comes in two kinds. {@linkplain #create The plain one}, as {@code Lock} of Python's {@code multiprocessing}, may be taken once, and
 * released by anybody: a thread that takes it again waits for itself. {@linkplain #createReentrant The reentrant one}, as {@code RLock}, may
 * be taken again by the thread that holds it, and is released by that thread only, as often as it was taken.
 *
 * <p><b>Crash behaviour.</b> When a process is killed that holds the lock, at whatever instruction, the kernel says so, and the next one that wants
 * it takes it, at the latest 20 ms after. It is told of that death, and nobody else is: the {@link Repair} that was
 * {@linkplain #onOwnerDeath set here} is run, with the lock held. If it returns, all goes on. If it throws, or none is set, the
 * lock is unusable: that call throws {@link OwnerDiedException}, and all others, in all processes, {@link LockUnusableException}, which is
 * what POSIX calls {@code ENOTRECOVERABLE}. A thread that ends without releasing does not die in this sense, as long as its process lives.
 *
 * {@snippet file=OwnerDeathDemo.java region=owner-death}
 *
 * <p><b>Threads:</b> any, virtual ones included; an object may be used by all threads of a process, and each object is one attachment. A thread
 * that waits notices an interrupt within 20 ms. The lock is not fair. <b>Memory ordering:</b> as {@link Lock} says, between processes too.
 * <b>Ownership:</b> as a {@linkplain io.gatun.segment.SharedSegment segment}'s: {@link #close} ends the use here, {@link #unlink} removes the
 * name. To close a lock that is held here counts as its owner's death. <b>Cost:</b> two atomic instructions if
 * nobody else wants it, and no system call.
 *
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Lock">multiprocessing.Lock</a>
 * @see <a href="https://man7.org/linux/man-pages/man3/pthread_mutexattr_setrobust.3.html">pthread_mutexattr_setrobust(3)</a>
 */
public final class SharedLock implements Lock, AutoCloseable {
    private final SyncArea area;
    private final RobustLock lock;
    private final boolean reentrant;
    private final boolean ownsArea;
    private final BooleanSupplier mayBeTorn;
    private @Nullable Wakes wakes;
    private volatile @Nullable Repair repair;

    private SharedLock(SyncArea area, int cell, boolean reentrant, boolean ownsArea, BooleanSupplier mayBeTorn) {
        this.area = area;
        this.mayBeTorn = mayBeTorn;
        this.lock = new RobustLock(area.cell(cell));
        this.reentrant = reentrant;
        this.ownsArea = ownsArea;
    }

    /**
     * Creates a lock that is free, and that a thread may take once.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedLock create(SegmentName name) {
        return new SharedLock(
                SyncArea.create(name, SyncKind.LOCK, 1, Long.BYTES, "", data -> {}),
                0,
                false,
                true,
                SharedLock::always);
    }

    /**
     * Creates a lock that is free, and that its holder may take again.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedLock createReentrant(SegmentName name) {
        return new SharedLock(
                SyncArea.create(name, SyncKind.REENTRANT_LOCK, 1, Long.BYTES, "", data -> {}),
                0,
                true,
                true,
                SharedLock::always);
    }

    /**
     * Attaches a lock of either kind.
     *
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedLock attach(SegmentName name) {
        SyncArea area = SyncArea.attach(name, SyncKind.LOCK, SyncKind.REENTRANT_LOCK);
        return new SharedLock(area, 0, area.kind() == SyncKind.REENTRANT_LOCK, true, SharedLock::always);
    }

    private static boolean always() {
        return true;
    }

    /** Returns the lock of a cell; to close it does nothing. */
    static SharedLock of(SyncArea area, int cell, boolean reentrant) {
        return new SharedLock(area, cell, reentrant, false, SharedLock::always);
    }

    /**
     * Returns the reentrant lock of a cell, which those take who want to write.
     *
     * @param mayBeTorn tells, when the owner has died, whether it had come to change anything
     */
    static SharedLock ofWriters(SyncArea area, int cell, BooleanSupplier mayBeTorn) {
        return new SharedLock(area, cell, true, false, mayBeTorn);
    }

    /**
     * Says what is done, by threads that use this object, when they find the owner dead. Each process that uses the lock says it for itself.
     *
     * @return this
     */
    public SharedLock onOwnerDeath(Repair repair) {
        this.repair = repair;
        return this;
    }

    /**
     * Takes the lock, and waits until it is free. An interrupt does not end the wait.
     *
     * @throws OwnerDiedException if its owner died, and what it guards cannot be repaired
     * @throws LockUnusableException if that happened before
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public void lock() {
        try {
            take(Long.MAX_VALUE, false);
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptibly", e);
        }
    }

    /**
     * Takes the lock, and waits until it is free or the thread is interrupted.
     *
     * @throws InterruptedException if the thread is interrupted; it has not taken the lock then
     * @throws OwnerDiedException if its owner died, and what it guards cannot be repaired
     * @throws LockUnusableException if that happened before
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        takeInterruptibly(Long.MAX_VALUE);
    }

    /**
     * Takes the lock if it is free, or its owner dead.
     *
     * @return whether it has
     * @throws OwnerDiedException if its owner died, and what it guards cannot be repaired
     * @throws LockUnusableException if that happened before
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public boolean tryLock() {
        long mine = lock.mine();
        return lock.takeIfFree(mine) || isTakenAgain(mine) || settle(lock.tryAcquire(mine));
    }

    /**
     * Takes the lock, and waits for it for some time; not at all if that is 0 or less.
     *
     * @return whether it has
     * @throws InterruptedException if the thread is interrupted; it has not taken the lock then
     * @throws OwnerDiedException if its owner died, and what it guards cannot be repaired
     * @throws LockUnusableException if that happened before
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        return takeInterruptibly(unit.toNanos(time));
    }

    private boolean takeInterruptibly(long limitNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return take(limitNanos, true);
    }

    boolean take(long limitNanos, boolean interruptibly) throws InterruptedException {
        long mine = lock.mine();
        return lock.takeIfFree(mine) || isTakenAgain(mine) || settle(lock.acquire(mine, limitNanos, interruptibly));
    }

    private boolean isTakenAgain(long mine) {
        if (!reentrant || !lock.isHeldBy(mine)) {
            return false;
        }
        lock.setHolds(Math.incrementExact(lock.holds()));
        return true;
    }

    private boolean settle(RobustLock.Outcome outcome) {
        switch (outcome) {
            case TAKEN -> {
                return true;
            }
            case TIMED_OUT -> {
                return false;
            }
            case UNUSABLE ->
                throw new LockUnusableException(area.path(), lock.deaths().last(false));
            case TAKEN_FROM_DEAD -> repair(lock.deaths().last(false));
            case TAKEN_FROM_DEAD_REPAIRER -> repair(lock.deaths().last(true));
        }
        return true;
    }

    private void repair(OwnerDeath death) {
        Repair chosen = mayBeTorn.getAsBoolean() ? repair : Repair.NOT_NEEDED;
        if (chosen == null) {
            lock.giveUp();
            throw new OwnerDiedException(area.path(), death);
        }
        try {
            chosen.repair(death);
        } catch (Throwable e) {
            lock.giveUp();
            throw new OwnerDiedException(area.path(), death, e);
        }
        lock.markConsistent();
    }

    /**
     * Releases the lock, or, if its holder has taken it several times, takes one of these back.
     *
     * @throws IllegalMonitorStateException if nobody holds it; a reentrant one, if the calling thread does not
     * @throws IllegalStateException if this object is closed
     */
    @Override
    public void unlock() {
        long mine = lock.mine();
        if (reentrant) {
            requireHeld(mine);
            int holds = lock.holds();
            if (holds > 0) {
                lock.setHolds(holds - 1);
                return;
            }
        }
        release(mine);
    }

    private void release(long mine) {
        Wakes due = wakes;
        if (due != null) {
            wakes = null;
        }
        if (!lock.releaseIfNobodyWaits(mine) && !lock.release(reentrant ? mine : 0)) {
            throw new IllegalMonitorStateException(area.path() + " is not held by anybody that lives");
        }
        if (due != null) {
            due.wake();
        }
    }

    /** Returns whom to wake when the lock is released; for the holder only. */
    Wakes wakes() {
        Wakes noted = wakes;
        if (noted == null) {
            noted = new Wakes();
            wakes = noted;
        }
        return noted;
    }

    private void requireHeld(long mine) {
        if (!lock.isHeldBy(mine)) {
            throw new IllegalMonitorStateException(area.path() + " is not held by this thread");
        }
    }

    /** Tells whether the calling thread repairs what the lock guards at this moment. */
    boolean isRepairing() {
        return lock.isRepairedBy(lock.mine());
    }

    /** Releases the lock however often the calling thread has taken it, and returns what {@link #takeBack} wants. */
    int releaseWholly() {
        long mine = lock.mine();
        requireHeld(mine);
        int holds = reentrant ? lock.holds() : 0;
        lock.setHolds(0);
        release(mine);
        return holds;
    }

    /** Takes the lock, uninterruptibly, as often as the thread had it before {@link #releaseWholly}. */
    void takeBack(int holds) {
        lock();
        lock.setHolds(holds);
    }

    /**
     * Throws: what waits for a condition is a {@link SharedCondition}, which has a name of its own.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("create a SharedCondition for this lock, by a name of its own");
    }

    /** Tells whether this is a lock that its holder may take again. */
    public boolean isReentrant() {
        return reentrant;
    }

    /** Tells whether anybody holds the lock at this moment, a dead owner included. */
    public boolean isLocked() {
        return lock.isHeld();
    }

    /** Tells whether the calling thread holds the lock, by this object. */
    public boolean isHeldByCurrentThread() {
        return lock.isHeldBy(lock.mine());
    }

    /** Returns how often the calling thread has taken the lock and not released it; 0 if it does not hold it. */
    public int holdCount() {
        return isHeldByCurrentThread() ? lock.holds() + 1 : 0;
    }

    /** Returns how many threads, of all processes that live, wait for the lock at this moment, as far as they sleep. */
    public int waiters() {
        return area.waiters(lock.cell());
    }

    /** Returns how many owners have died holding the lock since it was created. */
    public int deaths() {
        return lock.deaths().number();
    }

    /** Returns the last of these deaths. */
    public Optional<OwnerDeath> lastDeath() {
        return deaths() == 0 ? Optional.empty() : Optional.of(lock.deaths().last(false));
    }

    /** Tells whether the lock can never be taken again. */
    public boolean isUnusable() {
        return lock.isUnusable();
    }

    /** Returns what tells the lock from all others that exist at the same time: its file, and where in it. */
    String id() {
        return area.segment().fileId() + " cell " + lock.cell();
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
     * Ends the use of the lock here; does nothing the second time, nor for a lock that lies in something else, which is closed with that.
     * If a thread of this process holds it, by this object, that counts as its owner's death.
     */
    @Override
    public void close() {
        if (ownsArea) {
            area.close();
        }
    }

    /** Returns the path and what is known of the holder, for messages. */
    @Override
    public String toString() {
        return area.kind() + " " + area.path();
    }
}
