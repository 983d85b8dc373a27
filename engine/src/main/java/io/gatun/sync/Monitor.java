package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.waiting.Deadline;
import io.gatun.waiting.Sleep;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * State that several processes change, one at a time, and wait to be changed: what semaphores, barriers and read-write locks are made of.
 *
 * <p>Inside, a thread has the state to itself. A process that is killed inside leaves it as far as it had come. Whoever enters next
 * makes it sound again before anything else, by what was given to the constructor: so all that is kept here can be made sound from what
 * was stored by single stores. Waiting costs nobody anything: who changes the state makes a system call only if somebody may be asleep.
 *
 * <p><b>Layout:</b> the first eight bytes of the cell's data are the monitor's: a number that changes when sleepers are to look, and whether
 * there may be any. <b>Threads:</b> any; nothing here is reentrant.
 */
final class Monitor {
    /** How many bytes of the data are the monitor's. */
    static final long STATE = 8;

    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final long SEQUENCE = LockLayout.DATA;
    private static final long SLEEPERS = LockLayout.DATA + Integer.BYTES;

    private final Cell cell;
    private final MemorySegment memory;
    private final long at;
    private final RobustLock lock;
    private final Runnable makeSound;

    /**
     * Makes the monitor of a cell, as this attachment has it.
     *
     * @param makeSound makes the state sound, inside, when somebody died there
     */
    Monitor(Cell cell, Runnable makeSound) {
        this.cell = cell;
        this.memory = cell.memory();
        this.at = cell.at();
        this.lock = new RobustLock(cell);
        this.makeSound = makeSound;
    }

    /** What a thread waits for. */
    @FunctionalInterface
    interface Condition {
        /**
         * Tells, inside, whether it is so.
         *
         * @param look whether to see also who has died, which takes some system calls
         */
        boolean holds(boolean look);
    }

    /** Enters; waits for who is inside. An interrupt is kept for later. */
    void enter() {
        long mine = lock.mine();
        if (lock.takeIfFree(mine)) {
            return;
        }
        RobustLock.Outcome outcome;
        try {
            outcome = lock.acquire(mine, Long.MAX_VALUE, false);
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptibly", e);
        }
        if (outcome == RobustLock.Outcome.UNUSABLE) {
            throw new IllegalStateException(cell.path() + " was written to by something else: create it anew");
        }
        if (outcome != RobustLock.Outcome.TAKEN) {
            makeSound.run();
            lock.markConsistent();
        }
    }

    /** Leaves. */
    void leave() {
        long mine = lock.mine();
        if (!lock.releaseIfNobodyWaits(mine)) {
            lock.release(mine);
        }
    }

    /** Leaves, and has up to so many of those who sleep look. */
    void leaveAndWake(int count) {
        boolean asleep = count > 0 && haveSleepersLook(count);
        leave();
        if (asleep) {
            Sleep.wake(memory, at + SEQUENCE, count);
        }
    }

    /** Says, inside, that up to so many of those who sleep are to look; tells whether any may be asleep, who are to be woken then. */
    boolean haveSleepersLook(int count) {
        if ((int) INT.get(memory, at + SLEEPERS) == 0) {
            return false;
        }
        INT.setRelease(memory, at + SEQUENCE, (int) INT.get(memory, at + SEQUENCE) + 1);
        return true;
    }

    /** Says, inside, that this thread is about to sleep; returns what it sleeps on. */
    int goToSleep() {
        INT.set(memory, at + SLEEPERS, Math.max(0, (int) INT.get(memory, at + SLEEPERS)) + 1);
        return (int) INT.get(memory, at + SEQUENCE);
    }

    /** Tells whether sleepers were to look since one went to sleep on this. */
    boolean isToLook(int sleptOn) {
        return (int) INT.getAcquire(memory, at + SEQUENCE) != sleptOn;
    }

    /**
     * Waits, from inside, until something holds, and is inside again, however it ends.
     *
     * @param limitNanos for how long; not at all if it is 0 or less, for ever if it is {@link Long#MAX_VALUE}
     * @return whether it holds
     * @throws InterruptedException if the thread is interrupted and {@code interruptibly}
     */
    boolean await(Condition condition, long limitNanos, boolean interruptibly) throws InterruptedException {
        if (condition.holds(limitNanos <= 0)) {
            return true;
        }
        if (limitNanos <= 0) {
            return false;
        }
        boolean interrupted = false;
        int waiting = cell.peers().beginWaiting(cell.number());
        try {
            Deadline deadline = Deadline.in(limitNanos);
            long sleepNanos = Sleep.SHORTEST_NANOS;
            while (true) {
                long remaining = deadline.remainingNanos();
                if (remaining <= 0) {
                    return condition.holds(true);
                }
                boolean changed = sleep(Math.min(sleepNanos, remaining));
                sleepNanos = Math.min(2 * sleepNanos, Sleep.LONGEST_NANOS);
                if (Thread.interrupted()) {
                    interrupted = true;
                    if (interruptibly) {
                        throw new InterruptedException();
                    }
                }
                if (condition.holds(!changed)) {
                    return true;
                }
            }
        } finally {
            cell.peers().endWaiting(waiting);
            if (interrupted && !interruptibly) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sleeps, outside; tells whether sleepers were to look meanwhile. */
    private boolean sleep(long nanos) {
        int sleptOn = goToSleep();
        leave();
        try {
            Sleep.whileEqual(memory, at + SEQUENCE, sleptOn, nanos);
        } finally {
            enter();
            INT.set(memory, at + SLEEPERS, Math.max(0, (int) INT.get(memory, at + SLEEPERS) - 1));
        }
        return isToLook(sleptOn);
    }
}
