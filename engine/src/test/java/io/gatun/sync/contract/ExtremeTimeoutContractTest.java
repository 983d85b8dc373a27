package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest timeout there is never ends, and the shortest is one of zero: no sum of times overflows. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ExtremeTimeoutContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1"})
    void whatIsAcquired(String primitive) {
        WORLDS.playInGatun(primitive, """
                a: acquire max = true
                b: acquire min = false
                b: acquire max ...
                a: release = ok
                b = true
                b: release = ok
                a: acquire min = true
                """);
    }

    @Test
    void aCondition() {
        WORLDS.playInGatun("condition", """
                b: acquire, wait max ...
                c: acquire, wait_for 1 max ...
                a: acquire = true
                a: count = ok
                a: notify_all = ok
                a: release = ok
                1 of b, c = true
                winner: release = ok
                rest = true
                a: try_acquire = false
                """);
    }

    @Test
    void aConditionThatIsNotWaitedFor() {
        WORLDS.playInGatun("condition", """
                b: acquire = true
                b: wait min = false
                b: wait_for 1 min = false
                """);
    }

    @Test
    void anEvent() {
        WORLDS.playInGatun("event", """
                a: wait min = false
                a: wait max ...
                b: set = ok
                a = true
                a: wait min = true
                """);
    }

    @Test
    void aBarrier() {
        WORLDS.playInGatun("barrier 2", """
                a: wait max ...
                b: waiting ~ 1
                b: wait min = 1
                a = 0
                a: wait min = broken
                """);
    }
}
