package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many rounds at full speed: nobody is let in beside another, no wake-up is lost, what one has written another sees. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class StressContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1", "condition"})
    void noCountIsLost(String primitive) {
        WORLDS.play(primitive, """
                a, b, c, d: repeat 250 acquire/count/release &
                a, b, c, d = ok
                a: counted = 1000
                """);
    }

    @Test
    void turnsAreTakenInOrder() {
        WORLDS.play("condition", """
                a: repeat 100 acquire/wait_turn 0 3/count/notify_all/release &
                b: repeat 100 acquire/wait_turn 1 3/count/notify_all/release &
                c: repeat 100 acquire/wait_turn 2 3/count/notify_all/release &
                a, b, c = ok
                a: counted = 300
                """);
    }

    @Test
    void aProducerAndItsConsumersWaitForEachOther() {
        WORLDS.play("semaphore 0", """
                a: repeat 300 release &
                b, c, d: repeat 100 acquire &
                a = ok
                b, c, d = true
                a: value = 0
                """);
    }

    @Test
    void roundsFollowEachOtherWithNobodyLeftBehind() {
        WORLDS.play("barrier 3 counting", """
                a, b, c: repeat 100 wait &
                a, b, c = 0|1|2
                d: counted = 100
                d: waiting ~ 0
                d: is_broken = false
                """);
    }
}
