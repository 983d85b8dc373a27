package io.gatun.sync;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** An event is set while somebody goes to sleep until it is. */
public final class EventAgainstSleep {
    private EventAgainstSleep() {}

    /** The word, and one that waits. */
    private static final class Event {
        private final EventWord word = new EventWord(Ground.longs(Long.BYTES), 0);
        private int first;
        private int sleptOn;

        /** Returns 1 if it is asleep, 0 if it has seen that the event came. */
        int sleep() {
            first = word.read();
            sleptOn = word.goToSleep(first);
            return EventWord.isOver(first, sleptOn) ? 0 : 1;
        }
    }

    /** Whether the one that sets it wakes who sleeps, and whether the other is asleep. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The waiter is asleep, and is woken.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The waiter sees that it is set and does not go to sleep.")
    @Outcome(
            id = "0, 1",
            expect = Expect.FORBIDDEN,
            desc = "The wake-up is lost: the waiter sleeps, and nobody wakes it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The word tells of a sleeper who is none.")
    @State
    public static class Set {
        private final Event event = new Event();

        @Actor
        public void whoSets(II_Result result) {
            result.r1 = event.word.set() ? 1 : 0;
        }

        @Actor
        public void waiter(II_Result result) {
            result.r2 = event.sleep();
        }
    }

    /** It is cleared at once: the same, and whether the waiter, when it looks in the end, finds that the event came since it waits. */
    @JCStressTest
    @Outcome(
            id = "1, 1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The waiter is asleep, is woken, and sees what it missed.")
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The waiter came while it was set.")
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "It came while the waiter was about to sleep.")
    @Outcome(
            id = "0, 1, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The waiter came when it was over: it waits for the next.")
    @Outcome(id = "0, 1, 1", expect = Expect.FORBIDDEN, desc = "The wake-up is lost.")
    @Outcome(
            id = "1, 1, 0",
            expect = Expect.FORBIDDEN,
            desc = "The waiter is woken, and goes to sleep again: the event is lost.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The word tells of a sleeper who is none.")
    @State
    public static class SetAndClear {
        private final Event event = new Event();

        @Actor
        public void whoSets(III_Result result) {
            result.r1 = event.word.set() ? 1 : 0;
            event.word.clear();
        }

        @Actor
        public void waiter(III_Result result) {
            result.r2 = event.sleep();
        }

        @Arbiter
        public void inTheEnd(III_Result result) {
            result.r3 = EventWord.isOver(event.first, event.word.read()) ? 1 : 0;
        }
    }

    /**
     * One sleeps already. The event is set, while another thread clears it again and then goes to sleep itself. Whether the one that sets it wakes who
     * sleeps; whether the other is asleep; and if it still is in the end, whether the next one that sets it wakes it: 1, or not: 0.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The second sleeps on, and is woken the next time.")
    @Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "The second is woken with the first.")
    @Outcome(
            id = "1, 0, 2",
            expect = Expect.ACCEPTABLE,
            desc = "The second sees that it is set and does not go to sleep.")
    @Outcome(id = "1, 1, 0", expect = Expect.FORBIDDEN, desc = "Who wakes the first makes others forget the second.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The sleeper of before is forgotten.")
    @State
    public static class SetAgainstNextSleep {
        private final Event event = new Event();

        public SetAgainstNextSleep() {
            event.sleep();
        }

        @Actor
        public void whoSets(III_Result result) {
            result.r1 = event.word.set() ? 1 : 0;
        }

        @Actor
        public void whoClears(III_Result result) {
            event.word.clear();
            result.r2 = event.sleep();
        }

        @Arbiter
        public void nextTime(III_Result result) {
            boolean asleep = event.word.read() == event.sleptOn && result.r2 == 1;
            boolean woken = event.word.set();
            result.r3 = asleep ? (woken ? 1 : 0) : 2;
        }
    }
}
