package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What each attachment has of something: permits, read locks, places at a barrier; in its row, so that it can be told when its process
 * has died.
 *
 * <p><b>Threads:</b> one at a time: inside the monitor of what it is.
 */
final class Rows {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;
    private final Peers peers;
    private final int count;

    /**
     * Makes the rows of all who have attached something.
     *
     * @param memory the rows, and nothing else
     */
    Rows(MemorySegment memory, Peers peers) {
        this.memory = memory;
        this.peers = peers;
        this.count = (int) (memory.byteSize() / RowLayout.LAYOUT.byteSize());
    }

    /** Returns how many there are, of whoever or nobody. */
    int count() {
        return count;
    }

    /** Returns the row of this attachment. */
    int own() {
        return peers.row();
    }

    /** Returns what a row holds. */
    int held(int row) {
        return (int) INT.getAcquire(memory, at(row) + RowLayout.HELD);
    }

    /** Stores what a row holds, in one store. */
    void setHeld(int row, int held) {
        INT.setRelease(memory, at(row) + RowLayout.HELD, held);
    }

    /** Tells whether a row takes part. */
    boolean takesPart(int row) {
        return (int) INT.getAcquire(memory, at(row) + RowLayout.QUEUED) != 0;
    }

    /** Stores whether a row takes part. */
    void setTakesPart(int row, boolean takesPart) {
        INT.setRelease(memory, at(row) + RowLayout.QUEUED, takesPart ? 1 : 0);
    }

    /** Returns who has a row, or had it last, as in the low half of his words: to be asked for before it is asked whether he is dead. */
    int owner(int row) {
        return LockLayout.low(row, (int) INT.getAcquire(memory, at(row) + RowLayout.INCARNATION));
    }

    /** Returns which process that is of, or was. */
    Participant.Identity identity(int owner) {
        return peers.identity(owner);
    }

    /** Tells whether nobody has a row any more. */
    boolean isDead(int row) {
        return !peers.isTaken(row);
    }

    /** Returns what all rows hold. */
    int sum() {
        int sum = 0;
        for (int row = 0; row < count; row++) {
            sum += held(row);
        }
        return sum;
    }

    /** Takes what dead rows hold from them; tells whether that was anything. */
    boolean settleDead() {
        boolean any = false;
        for (int row = 0; row < count; row++) {
            if (held(row) != 0 && isDead(row)) {
                setHeld(row, 0);
                any = true;
            }
        }
        return any;
    }

    private static long at(int row) {
        return row * RowLayout.LAYOUT.byteSize();
    }
}
