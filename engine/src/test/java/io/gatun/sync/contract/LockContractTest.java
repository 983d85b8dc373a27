package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lock that is not reentrant, as {@code multiprocessing.Lock}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class LockContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @Test
    void acquireBlocksUntilTheLockIsReleased() {
        WORLDS.play("lock", """
                a: acquire = true
                b: acquire ...
                a: release = ok
                b = true
                b: release = ok
                a: acquire = true
                """);
    }

    @Test
    void oneReleaseLetsOneOfThoseThatWaitIn() {
        WORLDS.play("lock", """
                a: acquire = true
                b, c, d: acquire ...
                a: release = ok
                1 of b, c, d = true
                winner: release = ok
                1 of rest = true
                winner: release = ok
                rest = true
                """);
    }

    @Test
    void acquireWithoutBlockingTellsWhetherTheLockWasFree() {
        WORLDS.play("lock", """
                a: try_acquire = true
                b, a: try_acquire = false
                a: release = ok
                b: try_acquire = true
                """);
    }

    @Test
    void aTimeoutOfZeroTriesOnce() {
        WORLDS.play("lock", """
                a: acquire 0 = true
                b, a: acquire 0 = false
                a: release = ok
                b: acquire 0 = true
                """);
    }

    @Test
    void aNegativeTimeoutIsOneOfZero() {
        WORLDS.play("lock", """
                a: acquire -1 = true
                b, a: acquire -1 = false
                b: acquire -0.05 = false
                a: release = ok
                b: acquire -1 = true
                """);
    }

    @Test
    void aTimeoutThatElapsesLeavesTheLockAsItWas() {
        WORLDS.play("lock", """
                a: acquire = true
                b: acquire 0.05 = false
                c: acquire 0 = false
                a: release = ok
                c: acquire 0.05 = true
                """);
    }

    @Test
    void aLockThatIsReleasedInTimeIsAcquired() {
        WORLDS.play("lock", """
                a: acquire = true
                b: acquire 100 ...
                c: acquire 0.05 = false
                b ...
                a: release = ok
                b = true
                """);
    }

    @Test
    void theHolderThatAcquiresOnceMoreBlocksItself() {
        WORLDS.play("lock", """
                a: acquire = true
                a: acquire 0.05 = false
                a: acquire ...
                b: release = ok
                a = true
                """);
    }

    @Test
    void whoeverLikesMayReleaseIt() {
        WORLDS.play("lock", """
                a: acquire = true
                b: release = ok
                c: acquire = true
                a: release = ok
                b: acquire 0 = true
                """);
    }

    @Test
    void releasingWhatNobodyHoldsIsAnErrorAndChangesNothing() {
        WORLDS.play("lock", """
                a: release = not-held
                a: acquire = true
                a: release = ok
                a, b: release = not-held
                b: acquire 0 = true
                a: acquire 0 = false
                """);
    }

    @Test
    void itKnowsItsHolder() {
        WORLDS.playInGatun("lock", """
                a: is_locked = false
                a: acquire = true
                a: is_held = true
                a: holds = 1
                b: is_held = false
                b: holds = 0
                a, b: is_locked = true
                b: release = ok
                a: is_held = false
                a: holds = 0
                a, b: is_locked = false
                """);
    }

    @Test
    void itKnowsHowManyWait() {
        WORLDS.playInGatun("lock", """
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
