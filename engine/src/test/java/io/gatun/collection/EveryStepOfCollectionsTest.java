package io.gatun.collection;

import io.gatun.posix.CrashPoint;
import io.gatun.testing.NothingLeftBehind;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link WriterDeathTest}, at hundreds of steps that are drawn. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(600)
@EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
class EveryStepOfCollectionsTest {
    private static final int KILLS = 100;

    /** How often a process comes to a step while it plays the script, about. */
    private static final int STORES = 4500;

    private static final int CHANGES = 200;

    @ParameterizedTest
    @EnumSource(names = {"CHANGE_LOGGED", "CHANGE_STORED", "CHANGE_COMMITTED", "CHANGE_UNDONE"})
    void whereverAWriterIsKilledTheMapIsWhole(CrashPoint point) {
        Random random = new Random(1);
        for (int i = 0; i < KILLS; i++) {
            switch (point) {
                case CHANGE_COMMITTED -> kill(point, 1 + random.nextInt(CHANGES), 0);
                case CHANGE_UNDONE -> kill(CrashPoint.CHANGE_STORED, 1 + random.nextInt(STORES), 1);
                default -> kill(point, 1 + random.nextInt(STORES), 0);
            }
        }
    }

    private static void kill(CrashPoint point, int time, int undone) {
        WriterDeathTest.assertWholeAfterDeathAt(point, time, undone);
    }
}
