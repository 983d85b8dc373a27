package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A second death is noted while somebody without the lock reads the last one: its number, its pid, its thread. */
@JCStressTest
@Outcome(id = "1, 101, 11", expect = Expect.ACCEPTABLE, desc = "The first death.")
@Outcome(id = "2, 102, 22", expect = Expect.ACCEPTABLE, desc = "The second death.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something of both.")
@State
public class DeathAgainstReader {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    public DeathAgainstReader() {
        second.takeIfFree(Party.wordOfDead(11, 1));
        takeOver(second);
        second.takeIfFree(Party.wordOfDead(22, 2));
    }

    private static void takeOver(RobustLock lock) {
        long mine = lock.mine();
        lock.tryAcquire(mine);
        lock.markConsistent();
        lock.release(mine);
    }

    @Actor
    public void whoTakesOver() {
        takeOver(first);
    }

    @Actor
    public void reader(III_Result result) {
        OwnerDeath death = second.deaths().last(false);
        result.r1 = death.generation();
        result.r2 = (int) death.pid();
        result.r3 = (int) death.thread();
    }
}
