package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An event, as {@code multiprocessing.Event}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class EventContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @Test
    void setWakesAllThatWait() {
        WORLDS.play("event", """
                a, b, c: wait ...
                d: set = ok
                a, b, c = true
                a, b, c: is_set = true
                """);
    }

    @Test
    void waitReturnsAtOnceOnceItIsSet() {
        WORLDS.play("event", """
                a: is_set = false
                a: set = ok
                a, b: wait = true
                a, b: wait 0 = true
                a, b: wait -1 = true
                a, b: wait 0.05 = true
                """);
    }

    @Test
    void aTimeoutOfZeroOrLessTellsWhetherItIsSet() {
        WORLDS.play("event", """
                a, b: wait 0 = false
                a, b: wait -1 = false
                b: set = ok
                a, b: wait 0 = true
                """);
    }

    @Test
    void aTimeoutThatElapsesLeavesTheEventAsItWas() {
        WORLDS.play("event", """
                a: wait 0.05 = false
                b: is_set = false
                b: wait ...
                a: wait 0.05 = false
                a: set = ok
                b = true
                """);
    }

    @Test
    void waitWithATimeoutTellsThatItWasSetInTime() {
        WORLDS.play("event", """
                a, b: wait 100 ...
                c: set = ok
                a, b = true
                """);
    }

    @Test
    void clearMakesWaitBlockAgain() {
        WORLDS.play("event", """
                a: set = ok
                b: wait = true
                b: clear = ok
                a, b: is_set = false
                a: wait 0 = false
                a, c: wait ...
                b: set = ok
                a, c = true
                """);
    }

    @Test
    void setAndClearDoNothingTheSecondTime() {
        WORLDS.play("event", """
                a, a, b: clear = ok
                a: is_set = false
                a, a, b: set = ok
                b: is_set = true
                b: clear = ok
                a: is_set = false
                a: wait 0 = false
                """);
    }

    @Test
    void whoWaitsLearnsOfAnEventThatIsClearedBeforeHeIsAwake() {
        WORLDS.playWith(Difference.SET_AND_CLEARED_AT_ONCE, "event", """
                a: wait 1 ...
                b: repeat 1 set/clear = ok
                a = true|false
                """, """
                a, c: wait &
                b: waiters ~ 2
                b: repeat 1 set/clear = ok
                a, c = true
                b: is_set = false
                a: wait 0 = false
                """);
    }
}
