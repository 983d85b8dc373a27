package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A holder releases while another goes to sleep until it does. Whether the holder wakes one that waits; whether the other is asleep: 1,
 * finds the lock free: 0, or finds that its word has changed and looks again: 2.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The waiter is asleep, and is woken.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The waiter comes when the lock is free.")
@Outcome(
        id = "0, 2",
        expect = Expect.ACCEPTABLE,
        desc = "It was released while the waiter was about to say that it waits.")
@Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "The wake-up is lost: the waiter sleeps, and nobody wakes it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A sleeper is woken who is none.")
@State
public class ReleaseAgainstWaiter {
    private final Ground ground = new Ground();
    private final RobustLock first = ground.lock(Party.FIRST);
    private final RobustLock second = ground.lock(Party.SECOND);

    public ReleaseAgainstWaiter() {
        first.takeIfFree(Party.FIRST.word());
    }

    @Actor
    public void holder(II_Result result) {
        result.r1 = Ground.releaseAndWake(first, Party.FIRST.word()) ? 1 : 0;
    }

    @Actor
    public void waiter(II_Result result) {
        result.r2 = wait(second);
    }

    static int wait(RobustLock lock) {
        long seen = lock.word();
        if (seen == LockLayout.FREE) {
            return 0;
        }
        return lock.wantsToBeWoken(seen) ? 1 : 2;
    }
}
