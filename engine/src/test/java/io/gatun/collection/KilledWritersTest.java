package io.gatun.collection;

import io.gatun.testing.NothingLeftBehind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link KilledWriters} says, a few times. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class KilledWritersTest {
    @Test
    void whateverWritersAreKilledAtIsDoneOrNotDone() throws Exception {
        try (KilledWriters writers = new KilledWriters()) {
            Random random = new Random();
            for (int i = 0; i < 8; i++) {
                writers.kill(random);
            }
            writers.finish();
        }
    }
}
