package io.gatun.sync;

import io.gatun.posix.Proc;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A row is claimed anew while somebody asks for the one who had it, of pid 1 and start time 10, and had died: pid and start time. */
public final class IdentityAgainstClaim {
    private IdentityAgainstClaim() {}

    /** A row that was claimed twice. */
    private static final class Row {
        private final MemorySegment memory = Ground.longs(RowLayout.LAYOUT.byteSize());
        private final int incarnation;

        Row() {
            claim(7, 70);
            incarnation = claim(1, 10);
        }

        int claim(int pid, int startTime) {
            return Participant.claim(memory, 0, new Proc.Identity(pid, startTime));
        }

        void tell(II_Result result) {
            Participant.Identity who = Participant.identity(memory, 0, incarnation);
            result.r1 = (int) who.pid();
            result.r2 = (int) who.startTime();
        }
    }

    /** By one. */
    @JCStressTest
    @Outcome(id = "1, 10", expect = Expect.ACCEPTABLE, desc = "The one who was asked for.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The one before him, the one after him, or something of both.")
    @State
    public static class ByOne {
        private final Row row = new Row();

        @Actor
        public void newcomer() {
            row.claim(2, 20);
        }

        @Actor
        public void whoAsks(II_Result result) {
            row.tell(result);
        }
    }

    /** By two, one after the other. */
    @JCStressTest
    @Outcome(id = "1, 10", expect = Expect.ACCEPTABLE, desc = "The one who was asked for.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "That was too long ago to know.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another, or something of two.")
    @State
    public static class ByTwo {
        private final Row row = new Row();

        @Actor
        public void newcomers() {
            row.claim(2, 20);
            row.claim(3, 30);
        }

        @Actor
        public void whoAsks(II_Result result) {
            row.tell(result);
        }
    }
}
