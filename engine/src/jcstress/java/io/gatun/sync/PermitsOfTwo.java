package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two want the one permit of a bounded semaphore, which somebody has. */
public final class PermitsOfTwo {
    private PermitsOfTwo() {}

    /** One who uses the semaphore. */
    private static final class User {
        private final Permits permits;
        private final Monitor monitor;

        User(Ground ground, Peers peers) {
            permits = new Permits(ground.data(), ground.rows(peers), true);
            monitor = new Monitor(ground.cell(0, peers), permits::makeSound);
        }

        int tryAcquire() {
            monitor.enter();
            boolean available = permits.isAvailable(true);
            if (available) {
                permits.take();
            }
            monitor.leave();
            return available ? 1 : 0;
        }

        int release() {
            monitor.enter();
            boolean given = permits.giveBack(1);
            monitor.leave();
            return given ? 1 : 0;
        }
    }

    /** Who has it is dead. Whether each gets it, and how many there are to take then. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "The first has it.")
    @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "The second has it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The permit of the dead comes back twice, or not at all.")
    @State
    public static class OfTheDead {
        private final Ground ground = new Ground();
        private final User first = new User(ground, Party.FIRST);
        private final User second = new User(ground, Party.SECOND);

        public OfTheDead() {
            Permits.write(ground.data(), 1);
            User dead = new User(ground, Party.of(Party.GONE));
            dead.tryAcquire();
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = first.tryAcquire();
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = second.tryAcquire();
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = first.permits.available();
        }
    }

    /** One of the two has it, and releases it. Whether it could, whether the other gets it, and how many there are to take then. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "It was released in time.")
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "It was released too late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A permit is lost, or there is one more.")
    @State
    public static class OfTheOther {
        private final Ground ground = new Ground();
        private final User first = new User(ground, Party.FIRST);
        private final User second = new User(ground, Party.SECOND);

        public OfTheOther() {
            Permits.write(ground.data(), 1);
            first.tryAcquire();
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = first.release();
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = second.tryAcquire();
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = first.permits.available();
        }
    }
}
