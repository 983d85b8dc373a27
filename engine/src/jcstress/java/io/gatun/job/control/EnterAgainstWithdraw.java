package io.gatun.job.control;

import io.gatun.job.Schedule;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A worker enters a round while the coordinator withdraws it, since another worker has died. Whether the worker gets a chunk,
 * and whether the coordinator sees somebody inside, for whom it then waits (Dekker).
 */
public final class EnterAgainstWithdraw {
    private EnterAgainstWithdraw() {}

    /** The board with a job of one chunk, the worker, and what they do. */
    private static final class Round {
        private final JobBoard board = Board.board();
        private final WorkerSlot row = Board.row();
        private final CurrentJob job;

        Round(Schedule schedule) {
            job = Board.job(1, schedule);
            board.post(job);
        }

        int enter() {
            row.enterRound();
            return board.claim(0, new JobBoard.Claim()) ? 1 : 0;
        }

        int withdraw() {
            board.withdraw(job);
            return row.isInside() ? 1 : 0;
        }
    }

    /** The static schedule: slices need no claim, so that all hangs on the number that is posted. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The worker has its slice, and is waited for.")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The worker finds nothing; it is waited for, until it leaves.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The worker comes when all is over.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The coordinator restores blocks that a worker writes.")
    @State
    public static class ByNumber {
        private final Round round = new Round(Schedule.STATIC);

        @Actor
        public void worker(II_Result result) {
            result.r1 = round.enter();
        }

        @Actor
        public void coordinator(II_Result result) {
            result.r2 = round.withdraw();
        }
    }

    /** The other schedules: there a worker adds to the claim word, which the coordinator closes. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The worker has a chunk, and is waited for.")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The worker finds nothing; it is waited for, until it leaves.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The worker comes when all is over.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The coordinator restores blocks that a worker writes.")
    @State
    public static class ByClaim {
        private final Round round = new Round(Schedule.DYNAMIC);

        @Actor
        public void worker(II_Result result) {
            result.r1 = round.enter();
        }

        @Actor
        public void coordinator(II_Result result) {
            result.r2 = round.withdraw();
        }
    }
}
