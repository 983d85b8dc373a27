package io.gatun.collection;

import io.gatun.testing.NothingLeftBehind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link KilledWriters} says, three hundred times. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(900)
@EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
class KilledWritersSoakTest {
    private static final int KILLS = 300;

    @Test
    void whateverWritersAreKilledAtIsDoneOrNotDone() throws Exception {
        try (KilledWriters writers = new KilledWriters()) {
            Random random = new Random();
            for (int i = 0; i < KILLS; i++) {
                writers.kill(random);
            }
            writers.finish();
        }
    }
}
