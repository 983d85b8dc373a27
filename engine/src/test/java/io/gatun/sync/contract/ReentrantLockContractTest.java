package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A reentrant lock, as {@code multiprocessing.RLock}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ReentrantLockContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @Test
    void itIsHeldUntilItIsReleasedAsOftenAsItWasAcquired() {
        WORLDS.play("rlock", """
                a: acquire = true
                a: try_acquire = true
                a: acquire 0 = true
                b: acquire ...
                a: release = ok
                a: release = ok
                b ...
                c: acquire 0 = false
                a: release = ok
                b = true
                a: acquire 0 = false
                """);
    }

    @Test
    void oneReleaseLetsOneOfThoseThatWaitIn() {
        WORLDS.play("rlock", """
                a: acquire = true
                b, c, d: acquire ...
                a: release = ok
                1 of b, c, d = true
                winner: acquire = true
                winner: release = ok
                rest ...
                winner: release = ok
                1 of rest = true
                winner: release = ok
                rest = true
                """);
    }

    @Test
    void theHolderAcquiresItWhateverTheTimeout() {
        WORLDS.play("rlock", """
                a: acquire -1 = true
                a: acquire 0 = true
                a: acquire 0.05 = true
                a: try_acquire = true
                b: acquire -1 = false
                b: acquire 0 = false
                b: acquire 0.05 = false
                b: try_acquire = false
                a: release = ok
                a: release = ok
                a: release = ok
                b: try_acquire = false
                a: release = ok
                b: try_acquire = true
                """);
    }

    @Test
    void releaseByAStrangerIsAnErrorAndChangesNothing() {
        WORLDS.play("rlock", """
                a: acquire = true
                b: release = not-held
                b: acquire 0 = false
                a: acquire = true
                b: release = not-held
                a: release = ok
                b: acquire 0 = false
                a: release = ok
                b: acquire 0 = true
                a: release = not-held
                """);
    }

    @Test
    void releasingWhatNobodyHoldsIsAnErrorAndChangesNothing() {
        WORLDS.play("rlock", """
                a: release = not-held
                a: acquire = true
                a: release = ok
                a, b: release = not-held
                b: acquire 0 = true
                a: acquire 0 = false
                """);
    }

    @Test
    void aTimeoutThatElapsesLeavesTheLockAsItWas() {
        WORLDS.play("rlock", """
                a, a: acquire = true
                b: acquire 0.05 = false
                b: release = not-held
                a, a: release = ok
                c: acquire 0.05 = true
                """);
    }

    @Test
    void aLockThatIsReleasedInTimeIsAcquired() {
        WORLDS.play("rlock", """
                a: acquire = true
                b: acquire 100 ...
                c: acquire 0.05 = false
                b ...
                a: release = ok
                b = true
                b: acquire 0 = true
                """);
    }

    @Test
    void itKnowsItsHolder() {
        WORLDS.playInGatun("rlock", """
                a: holds = 0
                a, a: acquire = true
                a: holds = 2
                a: is_held = true
                b: holds = 0
                b: is_held = false
                a, b: is_locked = true
                a: release = ok
                a: holds = 1
                a: release = ok
                a: holds = 0
                a, b: is_locked = false
                """);
    }

    @Test
    void itKnowsHowManyWait() {
        WORLDS.playInGatun("rlock", """
                a: acquire = true
                a: waiters = 0
                b, c: acquire &
                a, d: waiters ~ 2
                interrupt b
                b = interrupted
                a: waiters ~ 1
                a: release = ok
                c = true
                a, c: waiters ~ 0
                """);
    }
}
