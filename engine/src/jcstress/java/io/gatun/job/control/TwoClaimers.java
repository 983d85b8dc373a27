package io.gatun.job.control;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two workers claim once each, of a job of two chunks. What each gets: the number of its chunk plus 1, 0 for none. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The first worker's atomic add came first.")
@Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "The second worker's atomic add came first.")
@Outcome(
        expect = Expect.FORBIDDEN,
        desc = "A chunk is claimed twice, or by nobody, or by somebody who does not see its job.")
@State
public class TwoClaimers {
    private final JobBoard board = Board.board();

    public TwoClaimers() {
        board.post(Board.job(2));
    }

    @Actor
    public void first(II_Result result) {
        result.r1 = claim(0);
    }

    @Actor
    public void second(II_Result result) {
        result.r2 = claim(1);
    }

    private int claim(int worker) {
        JobBoard.Claim claim = new JobBoard.Claim();
        return board.claim(worker, claim) ? (int) claim.begin + 1 : 0;
    }
}
