package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that are interrupted, which CPython has nothing like: as those of {@code java.util.concurrent}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class InterruptContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1"})
    void anInterruptEndsTheWaitAndNothingElse(String primitive) {
        WORLDS.playInGatun(primitive, """
                a: acquire = true
                b: acquire ...
                c: acquire 100 ...
                d: acquire ...
                interrupt b, c
                b, c = interrupted
                b, c: interrupted = false
                d ...
                a: release = ok
                d = true
                d: release = ok
                b: acquire = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1"})
    void whoIsInterruptedBeforeDoesNotEvenTry(String primitive) {
        WORLDS.playInGatun(primitive, """
                interrupt a
                a: acquire = interrupted
                interrupt a
                a: acquire 0 = interrupted
                interrupt a
                a: acquire 100 = interrupted
                a: interrupted = false
                b: try_acquire = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1"})
    void whoWaitsUninterruptiblyGoesOnAndStaysInterrupted(String primitive) {
        WORLDS.playInGatun(primitive, """
                a: acquire = true
                b: acquire_uninterruptibly ...
                interrupt b
                b ...
                a: release = ok
                b = true
                b: interrupted = true
                interrupt b
                b: release = ok
                b: acquire_uninterruptibly = true
                b: interrupted = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "rlock", "semaphore 1", "bounded 1"})
    void tryingWithoutWaitingDoesNotMindAnInterrupt(String primitive) {
        WORLDS.playInGatun(primitive, """
                interrupt a
                a: try_acquire = true
                b: try_acquire = false
                a: interrupted = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 2", "bounded 2"})
    void anInterruptTakesNoPermit(String semaphore) {
        WORLDS.playInGatun(semaphore, """
                a, a: acquire = true
                b: acquire ...
                interrupt b
                b = interrupted
                a, a: release = ok
                b: value = 2
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"condition", "condition lock"})
    void whoWaitsForAConditionHasTheLockAgainWhenItIsInterrupted(String condition) {
        WORLDS.playInGatun(condition, """
                b: acquire, wait ...
                interrupt b
                b = interrupted
                a: try_acquire = false
                b: interrupted = false
                b: wait 100 ...
                a: acquire = true
                interrupt b
                b ...
                a: release = ok
                b = interrupted
                b: wait_for 1 ...
                interrupt b
                b = interrupted
                b: wait_for 1 100 ...
                interrupt b
                b = interrupted
                b: release = ok
                a: try_acquire = true
                """);
    }

    @Test
    void whoIsInterruptedHoldsTheLockAsOftenAsBefore() {
        WORLDS.playInGatun("condition", """
                b, b: acquire = true
                b: wait ...
                interrupt b
                b = interrupted
                b: holds = 2
                b, b: release = ok
                a: try_acquire = true
                """);
    }

    @Test
    void whoIsInterruptedBeforeDoesNotWaitForACondition() {
        WORLDS.playInGatun("condition", """
                a: acquire = true
                interrupt a
                a: wait = interrupted
                interrupt a
                a: wait 0 = interrupted
                b: try_acquire = false
                a: release = ok
                """);
    }

    @Test
    void whoIsInterruptedTakesNoNotificationFromThoseThatWait() {
        WORLDS.playInGatun("condition", """
                b, c: acquire, wait ...
                interrupt b
                b = interrupted
                b: release = ok
                a: acquire = true
                a: notify = ok
                a: release = ok
                c = true
                """);
    }

    @Test
    void whoIsNotifiedBeforeItHasTheLockAgainDidNotWaitInVain() {
        WORLDS.playInGatun("condition", """
                b: acquire, wait ...
                c: acquire, wait ...
                a: acquire = true
                interrupt b
                a: notify = ok
                a: release = ok
                b = true
                b: interrupted = true
                b: release = ok
                c ...
                """);
    }

    @Test
    void anInterruptEndsTheWaitForAnEvent() {
        WORLDS.playInGatun("event", """
                a: wait ...
                b: wait 100 ...
                interrupt a, b
                a, b = interrupted
                a, b: interrupted = false
                c: set = ok
                a: wait = true
                interrupt a
                a: wait = interrupted
                interrupt a
                a: wait 0 = interrupted
                """);
    }

    @Test
    void anInterruptBreaksABarrierForTheOthers() {
        WORLDS.playInGatun("barrier 3", """
                a, b: wait ...
                interrupt a
                a = interrupted
                b = broken
                a: interrupted = false
                c: is_broken = true
                c: wait = broken
                c: reset = ok
                interrupt a
                a: wait = interrupted
                b: wait = broken
                """);
    }
}
