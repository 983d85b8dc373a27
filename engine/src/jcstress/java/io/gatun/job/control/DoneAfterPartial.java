package io.gatun.job.control;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker leaves a partial and notes its chunk as done; who reads the ledger: whether it is done, and then the partial. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing is there yet.")
@Outcome(
        id = "0, 42",
        expect = Expect.ACCEPTABLE,
        desc = "The partial is there; it does not count before the chunk is done.")
@Outcome(id = "1, 42", expect = Expect.ACCEPTABLE, desc = "The chunk is done, and its partial is seen.")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "A chunk that is done without what it computed.")
@State
public class DoneAfterPartial {
    private final JobArea area = Board.area(Board.job(1));

    @Actor
    public void worker() {
        area.setPartial(0, 0, 42);
        area.ledger().done(0, 0, 1);
    }

    @Actor
    public void reader(II_Result result) {
        result.r1 = area.ledger().isDone(0) ? 1 : 0;
        result.r2 = (int) area.partial(0, 0);
    }
}
