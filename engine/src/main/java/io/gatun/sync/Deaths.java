package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Instant;

/**
 * The deaths of a lock's holders: how many there were, exactly, and who was the last.
 *
 * <p>Whoever takes the lock from the dead has in his word how many deaths he is to count: more than one, if who died had not come to count those
 * before. The record is one store, which has who stored it, so that it tells whether he came to that.
 *
 * <p><b>Threads:</b> changed by the holder of the lock, read by any. <b>Crash behaviour:</b> whoever finds the next holder dead counts what that one
 * did not.
 */
final class Deaths {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    /** For how long a reader looks again. To note a death takes a microsecond; whoever takes so much longer is stopped. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final MemorySegment memory;
    private final long at;
    private final Peers peers;

    /** Makes those of a cell's lock. */
    Deaths(Cell cell) {
        this.memory = cell.memory();
        this.at = cell.at();
        this.peers = cell.peers();
    }

    /** Returns how many deaths a dead holder had to count and did not. */
    int uncounted(long dead) {
        boolean isCounted = (int) record() == (int) (dead & ~LockLayout.FLAGS);
        return isCounted ? 0 : LockLayout.uncounted(dead);
    }

    /**
     * Notes a death, as who has taken the lock from the dead.
     *
     * @param dead the word of who died
     * @param deaths how many this is, with those before it that were not counted
     */
    void count(long dead, int deaths) {
        Participant.Identity who = peers.identity((int) dead);
        LONG.setRelease(memory, at + LockLayout.LAST_DEAD, RowLayout.identity(who.pid(), who.startTime()));
        INT.setRelease(memory, at + LockLayout.LAST_DEAD_THREAD, (int) (dead >>> Integer.SIZE));
        LONG.setRelease(memory, at + LockLayout.LAST_DEAD_AT, System.currentTimeMillis());
        long counted = (record() >>> Integer.SIZE) + deaths;
        LONG.setRelease(memory, at + LockLayout.RECORD, counted << Integer.SIZE | Integer.toUnsignedLong(peers.low()));
        CrashPoint.LOCK_DEATH_COUNTED.reach();
    }

    /** Says that the holder has no deaths to count any more, when his word says so too. */
    void settle() {
        LONG.setRelease(memory, at + LockLayout.RECORD, record() & ~0xFFFF_FFFFL);
    }

    /** Returns how many holders have died. */
    int number() {
        return (int) (record() >>> Integer.SIZE);
    }

    /**
     * Returns the last death that was counted; if another is noted meanwhile, the one or the other. If whoever notes it is killed or stopped in the
     * midst of that, it may have the thread and the time of the one before.
     *
     * @param wasRepairing whether that one had taken the lock from another
     */
    OwnerDeath last(boolean wasRepairing) {
        OwnerDeath death = read(wasRepairing);
        long beganNanos = System.nanoTime();
        while ((isBeingNoted() || number() != death.generation()) && System.nanoTime() - beganNanos < PATIENCE_NANOS) {
            Thread.onSpinWait();
            death = read(wasRepairing);
        }
        return death;
    }

    private OwnerDeath read(boolean wasRepairing) {
        int generation = number();
        long identity = (long) LONG.getAcquire(memory, at + LockLayout.LAST_DEAD);
        return new OwnerDeath(
                RowLayout.pid(identity),
                RowLayout.startTime(identity),
                Integer.toUnsignedLong((int) INT.getAcquire(memory, at + LockLayout.LAST_DEAD_THREAD)),
                Instant.ofEpochMilli((long) LONG.getAcquire(memory, at + LockLayout.LAST_DEAD_AT)),
                generation,
                wasRepairing);
    }

    /** Tells whether a holder is about to count a death: what is noted may be of two of them. */
    private boolean isBeingNoted() {
        long holder = (long) LONG.getAcquire(memory, at + LockLayout.WORD);
        return uncounted(holder) != 0 && peers.isAlive((int) holder);
    }

    private long record() {
        return (long) LONG.getAcquire(memory, at + LockLayout.RECORD);
    }
}
