package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two find the holder dead. Whether each takes over, and how many deaths are counted then. */
@JCStressTest
@Outcome(
        id = "1, 0, 1",
        expect = Expect.ACCEPTABLE,
        desc = "The first takes over; the second finds that he has the lock.")
@Outcome(
        id = "0, 1, 1",
        expect = Expect.ACCEPTABLE,
        desc = "The second takes over; the first finds that he has the lock.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both are told of the death, or nobody; or it is counted twice, or not.")
@State
public class TwoFindTheDead {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    public TwoFindTheDead() {
        first.takeIfFree(Party.wordOfDead(1, 1));
    }

    @Actor
    public void first(III_Result result) {
        result.r1 = takeOver(first);
    }

    @Actor
    public void second(III_Result result) {
        result.r2 = takeOver(second);
    }

    private static int takeOver(RobustLock lock) {
        return switch (lock.tryAcquire(lock.mine())) {
            case TAKEN_FROM_DEAD -> 1;
            case TIMED_OUT -> 0;
            default -> -1;
        };
    }

    @Arbiter
    public void deaths(III_Result result) {
        result.r3 = first.deaths().number();
    }
}
