package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.posix.CrashPoint;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process is killed in the midst of a change: what is left is what was there before it, or after it. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class WriterDeathTest {
    private static final int KILLED = 128 + 9;

    @ParameterizedTest
    @CsvSource({
        "CHANGE_LOGGED, 1",
        "CHANGE_LOGGED, 777",
        "CHANGE_STORED, 2",
        "CHANGE_STORED, 1234",
        "CHANGE_COMMITTED, 1",
        "CHANGE_COMMITTED, 150",
        "HEAP_RESERVED, 1"
    })
    void theMapIsAsBeforeTheChangeOrAfterIt(CrashPoint point, int time) {
        assertWholeAfterDeathAt(point, time, 0);
    }

    @ParameterizedTest
    @CsvSource({"CHANGE_STORED, 900, 1", "CHANGE_LOGGED, 901, 1"})
    void whoDiesWhileItRepairsLeavesTheRepairToTheNext(CrashPoint point, int time, int undone) {
        assertWholeAfterDeathAt(point, time, undone);
    }

    /**
     * Kills a process at a step, and, if {@code undone} is not 0, another that repairs what it has left, at that one's step: the first is there always, others if
     * the change was that large, which the seed of the hash decides.
     */
    static void assertWholeAfterDeathAt(CrashPoint point, int time, int undone) {
        try (SharedMap<Long, String> map = SharedMap.create(Script.NAME, Codec.LONG, Codec.STRING)) {
            boolean isKilled = play(point, time, 0);
            if (isKilled && undone > 0) {
                assertTrue(play(CrashPoint.CHANGE_UNDONE, undone, Script.STEPS - 1), "it repairs");
            }
            assertEquals(List.of(), SharedCollections.check(Script.NAME).problems(), "before anybody repairs it");
            int step = Script.stepAfterWhich(new HashMap<>(map));
            assertNotEquals(-1, step, "a state that never was: " + map);
            assertTrue(isKilled || step == Script.STEPS, "played to the end");
            goOn(map, step);
            assertEquals(List.of(), SharedCollections.check(Script.NAME).problems(), "afterwards");
            map.unlink();
        }
    }

    private static void goOn(Map<Long, String> map, int from) {
        Map<Long, String> model = new HashMap<>(map);
        for (int step = from; step < Script.STEPS; step++) {
            Script.apply(map, step);
            Script.apply(model, step);
        }
        assertEquals(model, map);
    }

    private static boolean play(CrashPoint point, int time, int from) {
        String at = "-D" + CrashPoint.AT_PROPERTY + "=" + point + ":" + time;
        try (ChildJvm child = ChildJvm.startWith(List.of(at), Script.Player.class, from)) {
            return child.awaitExit() == KILLED;
        }
    }
}
