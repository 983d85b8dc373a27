package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Of two that sleep one was woken, since the lock was released, but its time is over, or it is interrupted; while a third takes the lock and
 * releases it. Whether the one that gives up wakes the other, and whether the third does.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The lock was free: who gives up wakes the other.")
@Outcome(
        id = "0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "The third had it: who gives up leaves it to him to wake the other.")
@Outcome(
        id = "0, 0",
        expect = Expect.FORBIDDEN,
        desc = "The wake-up is lost: the other sleeps on though the lock is free.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The third is told of a sleeper that was woken already.")
@State
public class GiveUpAgainstTaker {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    @Actor
    public void whoGivesUp(II_Result result) {
        result.r1 = first.leaveToHolder() ? 0 : 1;
    }

    @Actor
    public void third(II_Result result) {
        long mine = second.mine();
        second.takeIfFree(mine);
        result.r2 = Ground.releaseAndWake(second, mine) ? 1 : 0;
    }
}
