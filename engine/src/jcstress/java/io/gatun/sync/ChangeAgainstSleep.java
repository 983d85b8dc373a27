package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The {@link Monitor}: one changes its state while another goes to sleep until it is changed. Whether the first wakes who sleeps, whether the other
 * is asleep, and whether it finds then that it is to look.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The waiter is asleep, is woken, and looks.")
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The waiter sees the change and does not go to sleep.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The wake-up is lost, or it is not seen that it was one.")
@State
public class ChangeAgainstSleep {
    private final Ground ground = new Ground();
    private final Monitor first = new Monitor(ground.cell(0, Party.FIRST), () -> {});
    private final Monitor second = new Monitor(ground.cell(0, Party.SECOND), () -> {});
    private int sleptOn;

    @Actor
    public void whoChanges(III_Result result) {
        first.enter();
        ground.setGuarded(1);
        result.r1 = first.haveSleepersLook(1) ? 1 : 0;
        first.leave();
    }

    @Actor
    public void waiter(III_Result result) {
        second.enter();
        if (ground.guarded() == 0) {
            sleptOn = second.goToSleep();
            result.r2 = 1;
        }
        second.leave();
    }

    @Arbiter
    public void looks(III_Result result) {
        result.r3 = result.r2 == 1 && second.isToLook(sleptOn) ? 1 : 0;
    }
}
