package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waiting does with the lock, and how long it takes, as in {@code multiprocessing.Condition}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ConditionWaitContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"condition", "condition lock", "condition rlock"})
    void waitWithoutTheLockIsAnError(String condition) {
        WORLDS.play(condition, """
                a: wait = not-held
                a: wait 0 = not-held
                a: wait_for 1 = not-held
                b: acquire = true
                a: wait 0.05 = not-held
                a: wait_for 1 0.05 = not-held
                b: release = ok
                b: wait = not-held
                """);
    }

    @Test
    void releaseByAStrangerIsAnErrorAndChangesNothing() {
        WORLDS.play("condition", """
                a: release = not-held
                a: acquire = true
                b: release = not-held
                b: try_acquire = false
                a: release = ok
                b: try_acquire = true
                """);
    }

    @Test
    void waitWithATimeoutTellsWhetherItWasNotified() {
        WORLDS.play("condition", """
                b: acquire = true
                b: wait 0.05 = false
                b: wait 0 = false
                b: wait -1 = false
                a: try_acquire = false
                b: wait 100 ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                b = true
                b: release = ok
                """);
    }

    @Test
    void whoTimesOutGoesOnOnlyOnceItHasTheLockAgain() {
        WORLDS.play("condition", """
                b: acquire = true
                a: acquire ...
                b: wait 0.3 &
                a = true
                c: acquire 0.4 = false
                b ...
                a: release = ok
                b = false
                a: try_acquire = false
                """);
    }

    @Test
    void waitGivesALockUpHoweverOftenItIsHeldAndTakesItBackAsOften() {
        WORLDS.play("condition", """
                b, b: acquire = true
                b: acquire, wait ...
                a: try_acquire = true
                a: notify = ok
                a: release = ok
                b = true
                b, b: release = ok
                a: try_acquire = false
                b: release = ok
                a: try_acquire = true
                b: release = not-held
                """);
    }

    @Test
    void whoTimesOutHoldsTheLockAsOftenAsBefore() {
        WORLDS.play("condition rlock", """
                b, b: acquire = true
                b: wait 0.05 = false
                b: release = ok
                a: try_acquire = false
                b: release = ok
                a: try_acquire = true
                """);
    }

    @Test
    void waitForGoesOnWaitingUntilThePredicateHolds() {
        WORLDS.play("condition", """
                b: acquire = true
                b: wait_for 2 ...
                a: acquire = true
                a: count = ok
                a: notify = ok
                a: release = ok
                b ...
                a: acquire = true
                a: count = ok
                a: notify_all = ok
                a: release = ok
                b = true
                a: try_acquire = false
                b: release = ok
                """);
    }

    @Test
    void waitForWithATimeoutGivesThePredicatesLastValue() {
        WORLDS.play("condition", """
                b: acquire = true
                b: wait_for 1 0.05 = false
                b: wait_for 1 0 = false
                b: wait_for 1 -1 = false
                b: wait_for 1 100 ...
                a: acquire = true
                a: notify = ok
                a: release = ok
                b ...
                a: acquire = true
                a: count = ok
                a: notify = ok
                a: release = ok
                b = true
                a: try_acquire = false
                """);
    }

    @Test
    void waitForNoticesAtItsTimeoutWhatNobodyNotified() {
        WORLDS.play("condition", """
                b: acquire = true
                a: acquire ...
                b: wait_for 1 0.2 &
                a = true
                a: count = ok
                a: release = ok
                b = true
                """);
    }

    @Test
    void waitForDoesNotWaitWhenThePredicateHolds() {
        WORLDS.play("condition", """
                a: count = ok
                b: acquire = true
                b: wait_for 1 = true
                b: wait_for 1 0 = true
                b: wait_for 1 -1 = true
                b: wait_for 1 0.05 = true
                a: try_acquire = false
                """);
    }

    @Test
    void waitForWithoutTheLockIsAnErrorWhateverThePredicate() {
        WORLDS.playWith(Difference.WAIT_FOR_WITHOUT_THE_LOCK, "condition", """
                a: wait_for 0 = true
                a: wait_for 1 0 = false
                a: wait_for 1 = not-held
                """, """
                a: wait_for 0 = not-held
                a: wait_for 1 0 = not-held
                a: wait_for 1 = not-held
                """);
    }
}
