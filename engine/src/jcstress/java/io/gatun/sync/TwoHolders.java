package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two take a lock, wait for it if need be, add 1 to what it guards, by a load and a store, and release it: the sum. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "One after the other, and the later sees what the earlier wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both were inside at once, or one did not see what was written before.")
@State
public class TwoHolders {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    @Actor
    public void first() {
        add(first);
    }

    @Actor
    public void second() {
        add(second);
    }

    private void add(RobustLock lock) {
        long mine = lock.mine();
        Ground.take(lock, mine);
        ground.setGuarded(ground.guarded() + 1);
        Ground.releaseAndWake(lock, mine);
    }

    @Arbiter
    public void sum(I_Result result) {
        result.r1 = ground.guarded();
    }
}
