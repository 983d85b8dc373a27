package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A holder writes and releases; another tries to take the lock: what it sees, -1 if it has not got the lock. */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "The lock was still held.")
@Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "The next holder sees what the one before wrote.")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The next holder does not see it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something else.")
@State
public class NextHolderSees {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    public NextHolderSees() {
        first.takeIfFree(Party.FIRST.word());
    }

    @Actor
    public void holder() {
        ground.setGuarded(42);
        first.releaseIfNobodyWaits(Party.FIRST.word());
    }

    @Actor
    public void next(I_Result result) {
        result.r1 = second.takeIfFree(second.mine()) ? ground.guarded() : -1;
    }
}
