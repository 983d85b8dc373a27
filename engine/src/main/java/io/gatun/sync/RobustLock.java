package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.waiting.Deadline;
import io.gatun.waiting.Sleep;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Mutual exclusion among processes that outlives any of them: the word of a lock, and how it is taken, waited for, released, and taken
 * from the dead.
 *
 * <p><b>Why nothing is lost.</b> A lock is taken by one compare-and-set, which puts into the word who has it, and released by one that
 * frees it. So at any instruction at which a process may be killed the word tells who had the lock, and the kernel tells whether that
 * one {@linkplain Participant lives}. Whoever finds a dead holder puts himself into its place by compare-and-set, flagged as
 * {@linkplain LockLayout#INCONSISTENT inconsistent}. Of many who try, one succeeds, so that each death is told once. It repairs what the lock
 * guards, and clears the flag; or it cannot, and makes the lock unusable. If it dies meanwhile, it is a dead holder like any other.
 *
 * <p>Who sleeps has set {@link LockLayout#WAITERS}, and takes the lock with that flag, as there may be others (the third state of Drepper's
 * mutex). A holder that is killed between freeing the word and waking, and a waiter that is killed between being woken and taking it, lose
 * a wake-up: the others look for themselves after at most {@link Sleep#LONGEST_NANOS}.
 *
 * <p>glibc's robust mutex tells of a death by a list that the kernel walks when a thread ends. It takes two native calls of 14 ns from here, belongs to
 * a kernel thread, that is, to the carrier of a virtual one, and its list links all locks of a thread by pointers that lie in shared memory.
 *
 * <p><b>Memory ordering:</b> taking acquires and releasing releases, so that a holder sees what all before it wrote.
 * <b>Progress:</b> no fairness; whoever comes when the lock is free takes it. <b>Threads:</b> any.
 *
 * @see <a href="https://www.akkadia.org/drepper/futex.pdf">Drepper, Futexes Are Tricky, 2011</a>
 * @see <a href="https://docs.kernel.org/locking/robust-futexes.html">A description of what robust futexes are</a>
 */
final class RobustLock {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    /** Two microseconds or three: what a holder that is at work needs for a few words. To sleep and be woken takes longer. */
    private static final int SPINS = 100;

    /** Who looks less often takes the word's cache line less often away from who holds the lock, or takes it again meanwhile. */
    private static final int MOST_PAUSES = 16;

    private final MemorySegment area;
    private final long at;
    private final int cell;
    private final int low;
    private final Peers peers;
    private final Deaths deaths;

    /** Makes the lock of a cell, as this attachment has it. */
    RobustLock(Cell cell) {
        this.area = cell.memory();
        this.at = cell.at();
        this.cell = cell.number();
        this.peers = cell.peers();
        this.low = peers.low();
        this.deaths = new Deaths(cell);
    }

    /** How an attempt to take a lock ended. */
    enum Outcome {
        /** The lock is the caller's. */
        TAKEN,
        /** It is, and the one before died with it: what it guards may be inconsistent, until {@link #markConsistent}. */
        TAKEN_FROM_DEAD,
        /** The same, and that one had taken it from another, and died before all was consistent. */
        TAKEN_FROM_DEAD_REPAIRER,
        /** Another has it, and the time is over. */
        TIMED_OUT,
        /** It is nobody's any more. */
        UNUSABLE
    }

    /** Returns the number of the cell whose lock this is. */
    int cell() {
        return cell;
    }

    /** Returns the word of the calling thread as the holder. */
    long mine() {
        return Thread.currentThread().threadId() << Integer.SIZE | low;
    }

    /** Returns the word, with acquire. */
    long word() {
        return (long) LONG.getAcquire(area, at);
    }

    /** Tells whether anybody has the lock, dead or alive. */
    boolean isHeld() {
        long seen = word();
        return seen != LockLayout.FREE && (seen & LockLayout.UNUSABLE) == 0;
    }

    /** Tells whether who has the lock has died. */
    boolean isOwnerDead() {
        long seen = word();
        return seen != LockLayout.FREE && (seen & LockLayout.UNUSABLE) == 0 && !peers.isAlive((int) seen);
    }

    /** Tells whether the lock can never be taken again. */
    boolean isUnusable() {
        return (word() & LockLayout.UNUSABLE) != 0;
    }

    /** Tells whether a thread of this attachment holds the lock: that of {@code mine}, none other. */
    boolean isHeldBy(long mine) {
        return (word() & ~LockLayout.FLAGS) == mine;
    }

    /** Tells whether that thread has taken the lock from the dead, and what it guards is not consistent yet. */
    boolean isRepairedBy(long mine) {
        return (word() & LockLayout.INCONSISTENT) != 0 && isHeldBy(mine);
    }

    /** Takes the lock if it is free; {@code mine} is the caller's word. */
    boolean takeIfFree(long mine) {
        long now = CoarseClock.nanos(); // before it is taken: after that, nothing may throw
        if (LONG.compareAndSet(area, at, LockLayout.FREE, mine)) {
            CrashPoint.LOCK_TAKEN.reach();
            LONG.set(area, at + LockLayout.SINCE, now);
            return true;
        }
        return false;
    }

    /** Frees the lock, if its word is exactly this: nobody waits, all is consistent. */
    boolean releaseIfNobodyWaits(long mine) {
        return LONG.compareAndSet(area, at, mine, LockLayout.FREE);
    }

    /**
     * Takes the lock without waiting. A holder that died is found at once.
     *
     * @return {@link Outcome#TIMED_OUT} if a holder that lives has it
     */
    Outcome tryAcquire(long mine) {
        while (!takeIfFree(mine)) {
            long seen = word();
            if ((seen & LockLayout.UNUSABLE) != 0) {
                return Outcome.UNUSABLE;
            }
            if (seen != LockLayout.FREE) {
                if (peers.isAlive((int) seen)) {
                    return Outcome.TIMED_OUT;
                }
                if (takeFromDead(seen, mine)) {
                    return takenFrom(seen);
                }
            }
        }
        return Outcome.TAKEN;
    }

    /**
     * Takes the lock, and waits for it if need be.
     *
     * @param limitNanos for how long; {@link Long#MAX_VALUE} for ever
     * @throws InterruptedException if the thread is interrupted and {@code interruptibly}; it has not taken the lock then
     */
    Outcome acquire(long mine, long limitNanos, boolean interruptibly) throws InterruptedException {
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (limitNanos <= 0) {
            return tryAcquire(mine);
        }
        int pauses = 1;
        for (int spins = 0; spins < SPINS; spins += pauses, pauses = Math.min(2 * pauses, MOST_PAUSES)) {
            if (word() == LockLayout.FREE && takeIfFree(mine)) {
                return Outcome.TAKEN;
            }
            for (int i = 0; i < pauses; i++) {
                Thread.onSpinWait();
            }
        }
        int waiting = peers.beginWaiting(cell);
        try {
            return sleepUntilTaken(mine, limitNanos, interruptibly);
        } finally {
            peers.endWaiting(waiting);
        }
    }

    private Outcome sleepUntilTaken(long mine, long limitNanos, boolean interruptibly) throws InterruptedException {
        Deadline deadline = Deadline.in(limitNanos);
        long sleepNanos = Sleep.SHORTEST_NANOS;
        boolean interrupted = false;
        long slept = LockLayout.FREE; // the word that did not change while this thread slept
        try {
            while (true) {
                long seen = (long) LONG.getVolatile(area, at);
                long remaining = deadline.remainingNanos();
                if (seen == LockLayout.FREE) {
                    if (takeIfFree(mine | LockLayout.WAITERS)) {
                        return Outcome.TAKEN;
                    }
                } else if ((seen & LockLayout.UNUSABLE) != 0) {
                    return Outcome.UNUSABLE;
                } else if ((seen == slept || remaining == 0) && !peers.isAlive((int) seen)) {
                    if (takeFromDead(seen, mine)) {
                        return takenFrom(seen);
                    }
                } else if (remaining == 0) {
                    passOn();
                    return Outcome.TIMED_OUT;
                } else if (wantsToBeWoken(seen)) {
                    CrashPoint.LOCK_WAITING.reach();
                    slept = seen | LockLayout.WAITERS;
                    Sleep.whileEqual(area, at, (int) slept, Math.min(sleepNanos, remaining));
                    sleepNanos = Math.min(2 * sleepNanos, Sleep.LONGEST_NANOS);
                    if (Thread.interrupted()) {
                        interrupted = true;
                        if (interruptibly) {
                            passOn();
                            throw new InterruptedException();
                        }
                    }
                }
            }
        } finally {
            if (interrupted && !interruptibly) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Says in the word that somebody is about to sleep.
     *
     * @return whether it says so; otherwise it has changed since it was seen
     */
    boolean wantsToBeWoken(long seen) {
        return (seen & LockLayout.WAITERS) != 0 || LONG.compareAndSet(area, at, seen, seen | LockLayout.WAITERS);
    }

    private void passOn() {
        if (!leaveToHolder()) {
            Sleep.wake(area, at, 1);
        }
    }

    /**
     * Has who holds the lock wake another, for whoever leaves without it: he may have been the one that was woken to take it, and others sleep on.
     *
     * @return false if nobody holds it, so that another is to be woken now
     */
    boolean leaveToHolder() {
        while (true) {
            long seen = (long) LONG.getVolatile(area, at);
            if (seen == LockLayout.FREE) {
                return false;
            }
            if ((seen & LockLayout.UNUSABLE) != 0 || wantsToBeWoken(seen)) {
                return true;
            }
        }
    }

    /**
     * Frees the lock, whatever its flags, and wakes one that waits.
     *
     * @param holder the word of the holder, without flags; 0 for whoever has it and lives
     * @return false if that one does not hold it, or what it guards may not be consistent; nothing is changed then
     */
    boolean release(long holder) {
        while (true) {
            long seen = word();
            boolean releasable =
                    seen != LockLayout.FREE && (seen & (LockLayout.INCONSISTENT | LockLayout.UNUSABLE)) == 0;
            if (!releasable || (holder == 0 ? !peers.isAlive((int) seen) : (seen & ~LockLayout.FLAGS) != holder)) {
                return false;
            }
            if (LONG.compareAndSet(area, at, seen, LockLayout.FREE)) {
                CrashPoint.LOCK_RELEASED.reach();
                if ((seen & LockLayout.WAITERS) != 0) {
                    Sleep.wake(area, at, 1);
                }
                return true;
            }
        }
    }

    private static Outcome takenFrom(long dead) {
        return (dead & LockLayout.INCONSISTENT) == 0 ? Outcome.TAKEN_FROM_DEAD : Outcome.TAKEN_FROM_DEAD_REPAIRER;
    }

    private boolean takeFromDead(long dead, long mine) {
        int toCount = deaths.uncounted(dead) + 1;
        long taken = mine | LockLayout.INCONSISTENT | LockLayout.WAITERS | LockLayout.uncountedBits(toCount);
        if (!LONG.compareAndSet(area, at, dead, taken)) {
            return false;
        }
        CrashPoint.LOCK_TAKEN_FROM_DEAD.reach();
        INT.set(area, at + LockLayout.HOLDS, 0);
        LONG.set(area, at + LockLayout.SINCE, CoarseClock.nanos());
        deaths.count(dead, toCount);
        return true;
    }

    /** Returns the deaths of holders. */
    Deaths deaths() {
        return deaths;
    }

    /** Says, as the holder, that what the lock guards is consistent again. */
    void markConsistent() {
        long seen = word();
        while (!LONG.compareAndSet(area, at, seen, seen & ~(LockLayout.INCONSISTENT | LockLayout.UNCOUNTED))) {
            seen = word(); // somebody has come to wait
        }
        CrashPoint.LOCK_REPAIRED.reach();
        deaths.settle();
    }

    /** Makes the lock, as the holder, nobody's for good; those that wait learn of it. */
    void giveUp() {
        LONG.setVolatile(area, at, LockLayout.UNUSABLE);
        CrashPoint.LOCK_GIVEN_UP.reach();
        Sleep.wake(area, at, Integer.MAX_VALUE);
    }

    /** Returns how often the holder has taken the lock beyond the first time; for the holder only. */
    int holds() {
        return (int) INT.get(area, at + LockLayout.HOLDS);
    }

    /** Stores that number; for the holder only. */
    void setHolds(int holds) {
        INT.set(area, at + LockLayout.HOLDS, holds);
    }
}
