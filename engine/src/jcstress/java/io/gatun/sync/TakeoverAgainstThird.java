package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The holder has died, and one takes over, repairs what the lock guards, and releases it; while a third comes. */
public final class TakeoverAgainstThird {
    private static final int HALF = 1;
    private static final int REPAIRED = 2;

    private TakeoverAgainstThird() {}

    /** A lock whose holder is dead, and has left what it guards half changed. */
    private static final class Left {
        private final Ground ground = new Ground();
        private final RobustLock first = ground.lock(Party.FIRST);
        private final RobustLock second = ground.lock(Party.SECOND);

        Left() {
            first.takeIfFree(Party.wordOfDead(1, 1));
            ground.setGuarded(HALF);
        }

        /** Returns 0 if a living one has it; 1 if who comes is told, and repairs; 2 if he is not, and finds it repaired. */
        int use(RobustLock lock) {
            long mine = lock.mine();
            RobustLock.Outcome outcome = lock.tryAcquire(mine);
            int seen = ground.guarded();
            return switch (outcome) {
                case TIMED_OUT -> 0;
                case TAKEN_FROM_DEAD -> {
                    repair(lock);
                    lock.release(mine);
                    yield seen == HALF ? 1 : -1;
                }
                case TAKEN -> {
                    Ground.releaseAndWake(lock, mine);
                    yield seen == REPAIRED ? 2 : -2;
                }
                default -> -3;
            };
        }

        void repair(RobustLock lock) {
            ground.setGuarded(REPAIRED);
            lock.markConsistent();
        }
    }

    /** The third takes the lock, too, if it can: what became of both, and how many deaths are counted. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The first repairs; the second comes meanwhile.")
    @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second repairs; the first comes meanwhile.")
    @Outcome(id = "1, 2, 1", expect = Expect.ACCEPTABLE, desc = "The first repairs, then the second sees it repaired.")
    @Outcome(id = "2, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second repairs, then the first sees it repaired.")
    @Outcome(
            expect = Expect.FORBIDDEN,
            desc =
                    "The death is told twice, or never; or a holder sees what is not repaired; or deaths are not counted exactly.")
    @State
    public static class WhoTakesIt {
        private final Left left = new Left();

        @Actor
        public void first(III_Result result) {
            result.r1 = left.use(left.first);
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = left.use(left.second);
        }

        @Arbiter
        public void deaths(III_Result result) {
            result.r3 = left.first.deaths().number();
        }
    }

    /**
     * The third goes to sleep. Whether the one that has taken over wakes one that waits when it releases; whether the third is asleep: 1, finds the
     * lock free: 0, or finds that its word has changed and looks again: 2.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The third is asleep, and is woken.")
    @Outcome(
            id = "1, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The third comes when all is over: a wake-up that nobody needed.")
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "The word changed before the third said that it waits.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The wake-up is lost; also those that slept when the holder died.")
    @State
    public static class WhoWaits {
        private final Left left = new Left();

        @Actor
        public void whoTakesOver(II_Result result) {
            long mine = left.first.mine();
            left.first.tryAcquire(mine);
            left.repair(left.first);
            result.r1 = Ground.releaseAndWake(left.first, mine) ? 1 : 0;
        }

        @Actor
        public void third(II_Result result) {
            result.r2 = ReleaseAgainstWaiter.wait(left.second);
        }
    }
}
