package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A holder writes what the lock guards, and dies, as the kernel then tells; another tries to take the lock: what it sees, -1 if it has not got the
 * lock.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "The holder lives.")
@Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "Who takes the lock from the dead sees what that one wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "What the dead wrote comes to light later, when somebody repairs already.")
@State
public class WrittenByTheDead {
    private final Ground ground = new Ground();
    private final Party survivor = Party.of(1);
    private final RobustLock lock = ground.lock(survivor);

    public WrittenByTheDead() {
        lock.takeIfFree(Party.wordOfDead(1, 1));
    }

    @Actor
    public void holder() {
        ground.setGuarded(42);
        survivor.hasDied(Party.GONE);
    }

    @Actor
    public void survivor(I_Result result) {
        result.r1 = switch (lock.tryAcquire(lock.mine())) {
            case TIMED_OUT -> -1;
            case TAKEN_FROM_DEAD -> ground.guarded();
            default -> -2;
        };
    }
}
