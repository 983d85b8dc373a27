package io.gatun.sync;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a row says of who waits for which cell: a thread that has waited for the first begins to wait for the second, as another does. How many wait
 * for the first then, and for the second.
 */
@JCStressTest
@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "Both wait for the second.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A thread is lost, counted twice, or counted for another cell.")
@State
public class WaitsOfTwoThreads {
    private final MemorySegment row = Ground.longs(RowLayout.LAYOUT.byteSize());
    private final int noted = Participant.beginWaiting(row, 0, 1);

    @Actor
    public void one() {
        Participant.endWaiting(row, 0, noted);
        Participant.beginWaiting(row, 0, 2);
    }

    @Actor
    public void other() {
        Participant.beginWaiting(row, 0, 2);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = Participant.waiting(row, 0, 1);
        result.r2 = Participant.waiting(row, 0, 2);
    }
}
