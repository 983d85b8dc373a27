package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Semaphores with a bound and without, as {@code multiprocessing.Semaphore} and {@code BoundedSemaphore}. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class SemaphoreContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 2", "bounded 2"})
    void acquireBlocksWhenThereAreNoPermitsLeft(String semaphore) {
        WORLDS.play(semaphore, """
                a: value = 2
                a: acquire = true
                a: value = 1
                b: acquire = true
                a, b: value = 0
                c: acquire ...
                a: value = 0
                a: release = ok
                c = true
                b: value = 0
                b, c: release = ok
                a: value = 2
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 2", "bounded 2"})
    void onePartyMayHaveSeveralPermits(String semaphore) {
        WORLDS.play(semaphore, """
                a, a: acquire = true
                b: acquire ...
                a: release = ok
                b = true
                a: acquire 0 = false
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 1", "bounded 1"})
    void acquireWithoutBlockingTellsWhetherThereWasAPermit(String semaphore) {
        WORLDS.play(semaphore, """
                a: try_acquire = true
                a, b: try_acquire = false
                a: release = ok
                b: try_acquire = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 2", "bounded 2"})
    void aTimeoutOfZeroOrLessTriesOnce(String semaphore) {
        WORLDS.play(semaphore, """
                a: acquire 0 = true
                a: acquire -1 = true
                a, b: acquire 0 = false
                a, b: acquire -1 = false
                a: value = 0
                a: release = ok
                b: acquire -1 = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 1", "bounded 1"})
    void aTimeoutThatElapsesTakesNoPermit(String semaphore) {
        WORLDS.play(semaphore, """
                a: acquire = true
                b: acquire 0.05 = false
                a: release = ok
                a, b: value = 1
                b: acquire 0.05 = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 1", "bounded 1"})
    void aPermitThatIsReleasedInTimeIsAcquired(String semaphore) {
        WORLDS.play(semaphore, """
                a: acquire = true
                b: acquire 100 ...
                c: acquire 0.05 = false
                b ...
                a: release = ok
                b = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 3", "bounded 3"})
    void eachReleaseLetsOneOfThoseThatWaitIn(String semaphore) {
        WORLDS.play(semaphore, """
                a, a, a: acquire = true
                b, c, d: acquire ...
                a: release = ok
                1 of b, c, d = true
                a: release = ok
                1 of rest = true
                a: release = ok
                rest = true
                a: value = 0
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore 2", "bounded 2"})
    void whoeverLikesMayRelease(String semaphore) {
        WORLDS.play(semaphore, """
                a, a: acquire = true
                b, c: release = ok
                a, b: value = 2
                c, d: acquire = true
                a: release = ok
                b: value = 1
                """);
    }

    @Test
    void releaseWithoutABoundGoesAboveTheFirstValue() {
        WORLDS.play("semaphore 1", """
                a, b, b: release = ok
                a, b: value = 4
                a, b, a, b: acquire 0 = true
                a: acquire 0 = false
                """);
    }

    @Test
    void aSemaphoreOfNoneIsOpenedByARelease() {
        WORLDS.play("semaphore 0", """
                a: value = 0
                a: acquire 0 = false
                a: acquire ...
                b: release = ok
                a = true
                a, b: value = 0
                """);
    }

    @Test
    void releaseAboveTheBoundIsAnErrorAndLeavesTheValue() {
        WORLDS.play("bounded 2", """
                a, b: release = over-release
                a: value = 2
                a: acquire = true
                a: release = ok
                a, b: release = over-release
                b: value = 2
                a, b: acquire 0 = true
                a, b: acquire 0 = false
                """);
    }

    @Test
    void releaseBehindTheBackOfOneThatHasAPermitMakesItsOwnAnError() {
        WORLDS.play("bounded 1", """
                a: acquire = true
                b: release = ok
                a: release = over-release
                a: value = 1
                """);
    }

    @Test
    void aBoundOfZeroLetsNobodyInAndNothingBeReleased() {
        WORLDS.play("bounded 0", """
                a: acquire 0 = false
                a, b: release = over-release
                a: value = 0
                """);
    }

    @Test
    void releaseAboveTheHighestValueIsAnErrorAlsoWithoutABound() {
        WORLDS.play("semaphore 2147483647", """
                a: release = over-release
                a: value = 2147483647
                a: acquire = true
                b: value = 2147483646
                b: release = ok
                b: release = over-release
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"semaphore -1", "bounded -1"})
    void aNegativeValueIsRefused(String semaphore) {
        WORLDS.play(semaphore, "open = invalid");
    }

    @Test
    void releaseOfSeveralLetsAsManyIn() {
        WORLDS.playWith(Difference.RELEASE_OF_SEVERAL, "semaphore 0", """
                a: release 2 = no-such-argument
                a: value = 0
                """, """
                a, b, c: acquire ...
                d: release 2 = ok
                2 of a, b, c = true
                d: release 3 = ok
                rest = true
                d: value = 2
                """);
    }

    @Test
    void releaseOfSeveralAboveTheBoundReleasesNone() {
        WORLDS.playWith(Difference.RELEASE_OF_SEVERAL, "bounded 2", """
                a: acquire = true
                a: release 2 = no-such-argument
                a: value = 1
                """, """
                a: acquire = true
                a: release 2 = over-release
                a, b: value = 1
                b: acquire = true
                a: release 2 = ok
                b: value = 2
                """);
    }
}
