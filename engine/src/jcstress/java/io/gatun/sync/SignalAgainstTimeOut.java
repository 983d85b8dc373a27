package io.gatun.sync;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two wait for a condition. It is signalled once, while the time of the first is over. Whether each was signalled. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The first was signalled just in time.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first had left: the signal went to the second.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The signal was lost, or was given to both.")
@State
public class SignalAgainstTimeOut {
    private static final int ENOUGH = 128; // of a queue's memory for two places

    private final Ground ground = new Ground();
    private final MemorySegment places = Ground.longs(ENOUGH);
    private final RobustLock firstLock = ground.lock(Party.FIRST);
    private final RobustLock secondLock = ground.lock(Party.SECOND);
    private final WaitQueue first = new WaitQueue(places, Party.FIRST);
    private final WaitQueue second = new WaitQueue(places, Party.SECOND);
    private final int early;
    private final int late;

    public SignalAgainstTimeOut() {
        early = first.enter();
        late = second.enter();
    }

    @Actor
    public void whoSignals() {
        long mine = secondLock.mine();
        Ground.take(secondLock, mine);
        second.signal(1, new Wakes());
        secondLock.release(mine);
    }

    @Actor
    public void whoseTimeIsOver(II_Result result) {
        long mine = firstLock.mine();
        Ground.take(firstLock, mine);
        result.r1 = first.leave(early) ? 1 : 0;
        firstLock.release(mine);
    }

    @Arbiter
    public void other(II_Result result) {
        result.r2 = second.isSignalled(late) ? 1 : 0;
    }
}
