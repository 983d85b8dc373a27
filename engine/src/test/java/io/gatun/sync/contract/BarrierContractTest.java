package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A barrier, as {@code multiprocessing.Barrier}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class BarrierContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @Test
    void thePartiesPassTogetherEachWithAnIndexOfItsOwn() {
        WORLDS.play("barrier 3", """
                a: parties = 3
                a, b: wait ...
                c: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                """);
    }

    @Test
    void theIndexTellsTheOrderOfArrival() {
        WORLDS.play("barrier 3", """
                b: wait &
                d: waiting ~ 1
                c: wait &
                d: waiting ~ 2
                a: wait = 2
                b = 0
                c = 1
                d: waiting ~ 0
                """);
    }

    @Test
    void itServesRoundAfterRound() {
        WORLDS.play("barrier 3", """
                a, b: wait &
                c: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                b, c: wait &
                a: waiting ~ 2
                a: wait = 2
                b, c = 0, 1
                b, d: wait &
                c: waiting ~ 2
                c: wait 0 = 2
                b, d = 0, 1
                c: is_broken = false
                """);
    }

    @Test
    void whoIsOneTooManyWaitsForTheNextRound() {
        WORLDS.play("barrier 3", """
                a, b: wait &
                c: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                d: wait &
                a: waiting ~ 1
                a: wait ...
                b: waiting ~ 2
                b: wait = 2
                a, d = 0, 1
                """);
    }

    @Test
    void aBarrierOfOneLetsEachPassAtOnce() {
        WORLDS.play("barrier 1 counting", """
                a, b, a: wait = 0
                a: wait 0 = 0
                b: counted = 4
                b: waiting = 0
                """);
    }

    @Test
    void aTimeoutBreaksItForAllThatWait() {
        WORLDS.play("barrier 3", """
                a: wait ...
                b: wait 0.05 = broken
                a = broken
                a, b, c: is_broken = true
                a, b: waiting = 0
                """);
    }

    @Test
    void aTimeoutOfZeroOrLessBreaksItUnlessTheRoundIsComplete() {
        WORLDS.play("barrier 2", """
                a: wait &
                c: waiting ~ 1
                b: wait 0 = 1
                a = 0
                a: wait &
                c: waiting ~ 1
                b: wait -1 = 1
                a = 0
                a: wait 0 = broken
                a: is_broken = true
                b: reset = ok
                a: wait -1 = broken
                b: is_broken = true
                """);
    }

    @Test
    void aRoundThatIsCompleteInTimeIsNotBroken() {
        WORLDS.play("barrier 3", """
                a, b: wait 100 ...
                c: waiting ~ 2
                c: wait 100 = 2
                a, b = 0, 1
                c: is_broken = false
                """);
    }

    @Test
    void whatIsBrokenFailsAtOnce() {
        WORLDS.play("barrier 2", """
                a: wait 0.05 = broken
                a, b: wait = broken
                a, b: wait 0 = broken
                a, b: wait 100 = broken
                a, b: is_broken = true
                """);
    }

    @Test
    void resetMendsIt() {
        WORLDS.play("barrier 2", """
                a: wait 0.05 = broken
                b: reset = ok
                a, b: is_broken = false
                a: wait &
                b: waiting ~ 1
                b: wait = 1
                a = 0
                """);
    }

    @Test
    void resetOfWhatIsWholeAndEmptyDoesNothing() {
        WORLDS.play("barrier 2", """
                a, b: reset = ok
                a: is_broken = false
                a: wait &
                b: waiting ~ 1
                b: wait = 1
                a = 0
                """);
    }

    @Test
    void resetLetsThoseThatWaitFailAndLeavesItUsable() {
        WORLDS.play("barrier 3", """
                a, b: wait &
                c: waiting ~ 2
                c: reset = ok
                a, b = broken
                a, b, c: is_broken = false
                a: waiting = 0
                a, b: wait &
                c: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                """);
    }

    @Test
    void abortBreaksItForThoseThatWaitAndForAllThatCome() {
        WORLDS.play("barrier 3", """
                a, b: wait ...
                c: abort = ok
                a, b = broken
                c, a: is_broken = true
                a, b, c: wait = broken
                b: abort = ok
                b: reset = ok
                a, b: wait &
                c: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                """);
    }

    @Test
    void abortBreaksAnEmptyOneToo() {
        WORLDS.play("barrier 3", """
                a: abort = ok
                b: is_broken = true
                b: wait = broken
                """);
    }

    @Test
    void theActionIsRunOnceARoundBeforeAnyoneIsLetGo() {
        WORLDS.play("barrier 3 counting", """
                a, b: wait ...
                d: waiting ~ 2
                d: counted = 0
                c: wait = 2
                d: counted = 1
                a, b = 0, 1
                b, c: wait &
                a: waiting ~ 2
                a: wait = 2
                b, c = 0, 1
                d: counted = 2
                """);
    }

    @Test
    void anActionThatThrowsBreaksItAndIsThrownWhereItRan() {
        WORLDS.play("barrier 3 failing_once", """
                a, b: wait &
                d: waiting ~ 2
                c: wait = action-failed
                a, b = broken
                a, b, c: is_broken = true
                a: wait = broken
                a: counted = 1
                b: reset = ok
                a, b: wait &
                d: waiting ~ 2
                c: wait = 2
                a, b = 0, 1
                """);
    }

    @Test
    void noActionIsRunWhenTheRoundIsBroken() {
        WORLDS.play("barrier 2 counting", """
                a: wait 0.05 = broken
                a, b: wait = broken
                a: counted = 0
                """);
    }

    @Test
    void waitingCountsThoseOfThisRound() {
        WORLDS.play("barrier 3", """
                a: waiting = 0
                a: wait &
                c: waiting ~ 1
                b: wait &
                c: waiting ~ 2
                c: wait = 2
                c: waiting ~ 0
                a, b = 0, 1
                """);
    }

    @Test
    void aBarrierOfNobodyIsRefused() {
        WORLDS.playWith(Difference.BARRIER_OF_NOBODY, "barrier 0", "open = ok|invalid", "open = invalid");
    }
}
