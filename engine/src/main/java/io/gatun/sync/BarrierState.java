package io.gatun.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** The words of a {@link SharedBarrier}, which are looked at and changed inside its monitor. */
@SuppressWarnings("EnumOrdinal") // the numbers are the layout's
final class BarrierState {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("monitor"),
                    JAVA_INT.withName("parties"),
                    JAVA_INT.withName("arrived"), // in this round
                    JAVA_INT.withName("round"), // counts; changes when it is over, however
                    JAVA_INT.withName("phase"),
                    JAVA_INT.withName("reason"), // why it is broken
                    paddingLayout(4),
                    JAVA_LONG.withName("failed"), // the last 64 rounds, those that ended in a reset: 1
                    JAVA_LONG.withName("dead")) // the pid of a participant that died
            .withName("barrier");

    private static final long PARTIES = offset("parties");
    private static final long ARRIVED = offset("arrived");
    private static final long ROUND = offset("round");
    private static final long PHASE = offset("phase");
    private static final long REASON = offset("reason");
    private static final long FAILED = offset("failed");
    private static final long DEAD = offset("dead");

    private final MemorySegment data;

    BarrierState(MemorySegment data) {
        this.data = data;
    }

    /** What a barrier is at. */
    enum Phase {
        FILLING,
        ACTING,
        BROKEN
    }

    /** Why a barrier is broken. */
    enum Reason {
        TIMED_OUT("a thread waited for longer than it wanted to"),
        INTERRUPTED("a thread was interrupted"),
        ABORTED("it was aborted"),
        ACTION_FAILED("its action failed"),
        PARTICIPANT_DIED("a participant died"),
        CLOSED("an object was closed while a thread waited by it");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    static void write(MemorySegment data, int parties) {
        data.set(JAVA_INT, PARTIES, parties);
    }

    int parties() {
        return data.get(JAVA_INT, PARTIES);
    }

    int arrived() {
        return data.get(JAVA_INT, ARRIVED);
    }

    int round() {
        return data.get(JAVA_INT, ROUND);
    }

    Phase phase() {
        int phase = data.get(JAVA_INT, PHASE);
        return Phase.values()[phase >= 0 && phase < Phase.values().length ? phase : Phase.BROKEN.ordinal()];
    }

    void arrive() {
        data.set(JAVA_INT, ARRIVED, arrived() + 1);
    }

    /** Takes an arrival back, of a round that has not ended. */
    void leave() {
        data.set(JAVA_INT, ARRIVED, Math.max(0, arrived() - 1));
    }

    void act() {
        data.set(JAVA_INT, PHASE, Phase.ACTING.ordinal());
    }

    /** Ends the round: those who wait pass. */
    void pass() {
        endRound(false);
    }

    /** Ends the round, if it is one: those who wait fail. Mends the barrier. */
    void reset() {
        endRound(true);
    }

    private void endRound(boolean failed) {
        int round = round();
        long bit = 1L << round;
        long all = data.get(JAVA_LONG, FAILED);
        data.set(JAVA_LONG, FAILED, failed ? all | bit : all & ~bit);
        data.set(JAVA_INT, ROUND, round + 1); // whoever dies from here to the end leaves it broken
        CrashPoint.BARRIER_ROUND_OVER.reach();
        data.set(JAVA_INT, ARRIVED, 0);
        data.set(JAVA_INT, PHASE, Phase.FILLING.ordinal());
    }

    /** Tells how a round ended that is over. */
    boolean hasFailed(int round) {
        return (data.get(JAVA_LONG, FAILED) >>> round & 1) != 0;
    }

    void breakFor(Reason reason, long deadPid) {
        data.set(JAVA_INT, REASON, reason.ordinal());
        data.set(JAVA_LONG, DEAD, deadPid);
        data.set(JAVA_INT, PHASE, Phase.BROKEN.ordinal());
    }

    /** Returns why the barrier is broken, in words. */
    String whyBroken() {
        int reason = data.get(JAVA_INT, REASON);
        if (reason < 0 || reason >= Reason.values().length) {
            return "nobody knows why";
        }
        long dead = data.get(JAVA_LONG, DEAD);
        boolean died = Reason.values()[reason] == Reason.PARTICIPANT_DIED && dead != 0;
        return Reason.values()[reason].words + (died ? ", process " + dead : "");
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
