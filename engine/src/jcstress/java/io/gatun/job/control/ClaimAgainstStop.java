package io.gatun.job.control;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker claims until nothing is left, while a job of two chunks is given up: how many the worker gets, how many are taken. */
@JCStressTest
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "It was given up too late.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It was given up between the worker's two claims.")
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "It was given up before the worker came.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "A chunk is reported back twice, or never: the job ends too early, or not at all.")
@State
public class ClaimAgainstStop {
    private final JobBoard board = Board.board();
    private final CurrentJob job = Board.job(2);

    public ClaimAgainstStop() {
        board.post(job);
    }

    @Actor
    public void worker(II_Result result) {
        JobBoard.Claim claim = new JobBoard.Claim();
        while (board.claim(0, claim)) {
            result.r1 += (int) (claim.end - claim.begin);
        }
    }

    @Actor
    public void whoGivesUp(II_Result result) {
        result.r2 = (int) board.stop(job);
    }
}
