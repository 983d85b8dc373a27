package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a notification wakes, as in {@code multiprocessing.Condition}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ConditionContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"condition", "condition lock", "condition rlock"})
    void whoIsNotifiedGoesOnOnceTheLockIsReleased(String condition) {
        WORLDS.play(condition, """
                b: acquire, wait ...
                a: acquire = true
                a: notify = ok
                b ...
                a: release = ok
                b = true
                a: try_acquire = false
                b: release = ok
                a: try_acquire = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"condition", "condition lock", "condition rlock"})
    void notifyWithoutTheLockIsAnErrorAndWakesNobody(String condition) {
        WORLDS.play(condition, """
                a: notify = not-held
                a: notify_all = not-held
                b: acquire = true
                a: notify = not-held
                b: wait ...
                a: notify_all = not-held
                a: notify 3 = not-held
                b ...
                a: acquire = true
                a: notify_all = ok
                a: release = ok
                b = true
                """);
    }

    @Test
    void aNotificationThatNobodyWaitsForIsLost() {
        WORLDS.play("condition", """
                a: acquire = true
                a: notify = ok
                a: notify 2 = ok
                a: notify_all = ok
                a: wait 0.05 = false
                a: release = ok
                b: acquire = true
                b: wait 0 = false
                b: wait ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                b = true
                """);
    }

    @Test
    void notifyWakesOneOfThree() {
        WORLDS.play("condition", """
                b, c, d: acquire, wait ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                1 of b, c, d = true
                winner: release = ok
                rest ...
                a: acquire = true
                a: notify 2 = ok
                a: release = ok
                1 of rest = true
                winner: release = ok
                rest = true
                """);
    }

    @Test
    void notifyOfTwoWakesTwoOfThree() {
        WORLDS.play("condition", """
                b, c, d: acquire, wait ...
                a: acquire = true
                a: notify 2 = ok
                a: release = ok
                1 of b, c, d = true
                winner: release = ok
                1 of rest = true
                winner: release = ok
                rest ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                rest = true
                """);
    }

    @Test
    void notifyOfMoreThanWaitLeavesNothingForLater() {
        WORLDS.play("condition", """
                b: acquire, wait ...
                a: acquire = true
                a: notify 5 = ok
                a: release = ok
                b = true
                b: wait 0.05 = false
                b: release = ok
                """);
    }

    @Test
    void notifyTwiceWakesTwo() {
        WORLDS.play("condition", """
                b, c, d: acquire, wait ...
                a: acquire = true
                a, a: notify = ok
                a: release = ok
                1 of b, c, d = true
                winner: release = ok
                1 of rest = true
                winner: release = ok
                rest ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                rest = true
                """);
    }

    @Test
    void notifyOfNoneWakesNobody() {
        WORLDS.play("condition", """
                b: acquire, wait ...
                a: acquire = true
                a: notify 0 = ok
                a: release = ok
                b ...
                a: acquire = true
                a: notify 1 = ok
                a: release = ok
                b = true
                """);
    }

    @Test
    void notifyAllWakesAll() {
        WORLDS.play("condition", """
                b, c, d: acquire, wait ...
                a: acquire = true
                a: notify_all = ok
                a: release = ok
                1 of b, c, d = true
                winner: release = ok
                1 of rest = true
                winner: release = ok
                rest = true
                """);
    }

    @Test
    void whoWaitsAfterTheNotificationIsNotWokenByIt() {
        WORLDS.play("condition", """
                b: acquire, wait ...
                a: acquire = true
                a: notify = ok
                a: wait ...
                b = true
                b: notify = ok
                b: release = ok
                a = true
                """);
    }

    @Test
    void whoTimedOutTakesNoNotificationFromThoseThatWait() {
        WORLDS.play("condition", """
                b: acquire = true
                b: wait 0.05 = false
                b: release = ok
                c: acquire = true
                c: wait 0.05 = false
                c: wait ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                c = true
                """);
    }

    @Test
    void theFirstThatWaitsIsTheFirstToBeNotified() {
        WORLDS.playInGatun("condition", """
                b, c, d: acquire, wait &
                a: waiters ~ 3
                a: acquire = true
                a: notify = ok
                a: release = ok
                b = true
                b: notify = ok
                b: release = ok
                c = true
                a: waiters ~ 1
                c: notify_all = ok
                c: release = ok
                d = true
                a: waiters = 0
                """);
    }
}
