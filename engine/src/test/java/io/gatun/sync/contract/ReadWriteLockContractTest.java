package io.gatun.sync.contract;

import io.gatun.testing.NothingLeftBehind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A read-write lock, which CPython has nothing like. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class ReadWriteLockContractTest {
    @RegisterExtension
    static final EveryWorld WORLDS = new EveryWorld();

    @Test
    void manyReadAtATime() {
        WORLDS.playInGatun("rwlock", """
                a: read = true
                b: try_read = true
                c: read 0 = true
                d: read -1 = true
                a, b: readers = 4
                a: is_write_locked = false
                a, b, c, d: end_read = ok
                a: readers = 0
                """);
    }

    @Test
    void whoWritesIsAlone() {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                b: is_write_locked = true
                b: try_read = false
                b: read 0 = false
                b: read 0.05 = false
                b: try_write = false
                b: write 0 = false
                b: write 0.05 = false
                c: read ...
                d: write ...
                a: end_write = ok
                1 of c, d = true
                b: readers = 0|1
                """);
    }

    @Test
    void whoWritesWaitsForAllThatRead() {
        WORLDS.playInGatun("rwlock", """
                a, b: read = true
                c: try_write = false
                c: write ...
                a: end_read = ok
                c ...
                b: end_read = ok
                c = true
                a: try_read = false
                c: end_write = ok
                a: try_read = true
                """);
    }

    @Test
    void whoWantsToWriteComesBeforeThoseThatWantToReadLater() {
        WORLDS.playInGatun("rwlock", """
                a: read = true
                b: write ...
                c: read ...
                d: try_read = false
                a: end_read = ok
                b = true
                c ...
                b: end_write = ok
                c = true
                """);
    }

    @Test
    void whoGivesUpWritingLetsThoseReadThatWaitedBehind() {
        WORLDS.playInGatun("rwlock", """
                a: read = true
                b: write 0.2 &
                c, d: read &
                b = false
                c, d = true
                a: readers = 3
                a: is_write_locked = false
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write"})
    void aWriterThatLeavesLetsTheNextIn(String side) {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                b: SIDE 100 ...
                a: end_write = ok
                b = true
                b: end_SIDE = ok
                a: try_write = true
                """.replace("SIDE", side));
    }

    @Test
    void readersThatWaitedAreLetInTogether() {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                b, c, d: read ...
                a: end_write = ok
                b, c, d = true
                a: readers = 3
                a: try_write = false
                """);
    }

    @Test
    void whoWritesMayTakeItAgain() {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                a: write 0 = true
                a: try_write = true
                a, a: end_write = ok
                b: try_read = false
                a: end_write = ok
                b: try_read = true
                """);
    }

    @Test
    void releasingWhatIsNotHeldIsAnErrorAndChangesNothing() {
        WORLDS.playInGatun("rwlock", """
                a: end_read = not-held
                a: end_write = not-held
                a: write = true
                b: end_write = not-held
                b: end_read = not-held
                b: try_read = false
                a: end_write = ok
                a: end_write = not-held
                b: read = true
                b: end_write = not-held
                a: try_write = false
                b: end_read = ok
                b: end_read = not-held
                a: try_write = true
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write"})
    void anInterruptEndsTheWaitAndNothingElse(String side) {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                b: SIDE ...
                c: SIDE 100 ...
                interrupt b, c
                b, c = interrupted
                b, c: interrupted = false
                a: end_write = ok
                a: readers = 0
                b: try_write = true
                """.replace("SIDE", side));
    }

    @Test
    void whoIsInterruptedWhileItWaitsForReadersLetsThoseReadThatWaitedBehind() {
        WORLDS.playInGatun("rwlock", """
                a: read = true
                b: write ...
                c: read ...
                interrupt b
                b = interrupted
                c = true
                a: is_write_locked = false
                a: readers = 2
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write"})
    void whoWaitsUninterruptiblyGoesOnAndStaysInterrupted(String side) {
        WORLDS.playInGatun("rwlock", """
                a: write = true
                b: SIDE_uninterruptibly ...
                interrupt b
                b ...
                a: end_write = ok
                b = true
                b: interrupted = true
                interrupt b
                b: end_SIDE = ok
                b: try_SIDE = true
                b: interrupted = true
                """.replace("SIDE", side));
    }

    @Test
    void whoWaitsUninterruptiblyForReadersStaysInterruptedToo() {
        WORLDS.playInGatun("rwlock", """
                a: read = true
                b: write_uninterruptibly ...
                interrupt b
                b ...
                a: end_read = ok
                b = true
                b: interrupted = true
                """);
    }

    @Test
    void theLongestTimeoutIsForEverAndTheShortestIsOneOfZero() {
        WORLDS.playInGatun("rwlock", """
                a: write max = true
                b: read min = false
                b: write min = false
                b: read max ...
                c: write max ...
                a: end_write = ok
                1 of b, c = true
                """);
    }

    @Test
    void noCountIsLost() {
        WORLDS.playInGatun("rwlock", """
                a, b: repeat 250 write/count/end_write &
                c, d: repeat 250 read/end_read &
                a, b, c, d = ok
                a: counted = 500
                a: readers = 0
                a: is_write_locked = false
                """);
    }
}
