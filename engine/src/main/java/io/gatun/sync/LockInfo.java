package io.gatun.sync;

import io.gatun.segment.SegmentName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be told about a lock from outside, at one moment.
 *
 * @param segment the segment it lies in
 * @param kind what it is, or is part of; empty if the segment's header does not say
 * @param cell which of the segment's cells it is the lock of, from 0
 * @param state what is with it
 * @param holder who has it; empty if nobody has, or, of a read-write lock, those have it that {@code detail} names
 * @param heldFor for how long; empty if nobody has it
 * @param waiters how many threads, of all processes, wait for it
 * @param deaths how many holders have died, ever
 * @param lastDeath the last of them, if there was one
 * @param detail what else there is to tell of its kind, for instance {@code 2 of 5 permits free}; may be empty
 * @param flaw what is not as it must be, if {@code state} is {@link State#UNSOUND}
 */
public record LockInfo(
        SegmentName segment,
        Optional<SyncKind> kind,
        int cell,
        State state,
        Optional<Holder> holder,
        Optional<Duration> heldFor,
        int waiters,
        int deaths,
        Optional<OwnerDeath> lastDeath,
        String detail,
        Optional<String> flaw) {

    /** What is with a lock. */
    public enum State {
        /** Nobody has it. */
        FREE("free"),
        /** Its holder lives. */
        HELD("held"),
        /** Its holder is dead: who wants it next takes it over, and is told. */
        OWNER_DIED("held by the dead: the next locker takes it over"),
        /** Its holder has taken it from a dead one, and repairs what it guards. */
        REPAIRING("being repaired"),
        /** A holder died, and what it guarded was not repaired: nobody gets it any more. */
        UNUSABLE("unusable"),
        /** It cannot be what it says: its file is damaged, or of another version. */
        UNSOUND("unsound");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns it in words. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Who has a lock.
     *
     * @param pid its process; 0 if that has closed the lock while it held it, or is not known any more
     * @param startTime when that process started: pids are used again
     * @param thread which of its threads, by the low 32 bits of {@link Thread#threadId()}
     * @param isAlive whether it still has the lock attached, by the kernel's word
     * @param command the command line of that process, if it runs and is seen from here
     */
    public record Holder(
            long pid, Optional<Instant> startTime, long thread, boolean isAlive, Optional<String> command) {}

    /** Tells whether all is as it must be. */
    public boolean isSound() {
        return state != State.UNSOUND;
    }

    /** Tells whether somebody has it, or had it when he died. */
    public boolean isHeld() {
        return state == State.HELD || state == State.OWNER_DIED || state == State.REPAIRING;
    }
}
