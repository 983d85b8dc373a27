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
    private final Participant self;

    Rows(SyncArea area) {
        this.memory = area.memory();
        this.self = area.participant();
    }

    /** Returns the row of this attachment. */
    int own() {
        return self.row();
    }

    /** Returns what a row holds. */
    int held(int row) {
        return (int) INT.getAcquire(memory, Participant.offsetOf(row) + RowLayout.HELD);
    }

    /** Stores what a row holds, in one store. */
    void setHeld(int row, int held) {
        INT.setRelease(memory, Participant.offsetOf(row) + RowLayout.HELD, held);
    }

    /** Tells whether a row takes part. */
    boolean takesPart(int row) {
        return (int) INT.getAcquire(memory, Participant.offsetOf(row) + RowLayout.QUEUED) != 0;
    }

    /** Stores whether a row takes part. */
    void setTakesPart(int row, boolean takesPart) {
        INT.setRelease(memory, Participant.offsetOf(row) + RowLayout.QUEUED, takesPart ? 1 : 0);
    }

    /** Returns who has a row, or had it last. */
    Participant.Identity identity(int row) {
        long at = Participant.offsetOf(row);
        int incarnation = (int) INT.getAcquire(memory, at + RowLayout.INCARNATION);
        return Participant.identity(memory, at, incarnation & 0xFFFF);
    }

    /** Tells whether nobody has a row any more. */
    boolean isDead(int row) {
        return !self.isTaken(row);
    }

    /** Returns what all rows hold. */
    int sum() {
        int sum = 0;
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            sum += held(row);
        }
        return sum;
    }

    /** Takes what dead rows hold from them; tells whether that was anything. */
    boolean settleDead() {
        boolean any = false;
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            if (held(row) != 0 && isDead(row)) {
                setHeld(row, 0);
                any = true;
            }
        }
        return any;
    }
}
