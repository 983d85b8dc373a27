package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A coordinator that is killed: its workers end by themselves, and what it leaves shows as orphans. */
class CoordinatorDeathIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final long WATCHDOG_SECONDS = 5;

    @Test
    void workersEndAndWhatIsLeftShowsAsOrphans() {
        try (GatunProcess process = start()) {
            process.awaitError("waits");
            assertFalse(orphans().contains(true), "orphans while the job runs");
            process.kill();
            awaitNoWorkers();
        }
        List<String> left = FOLDER.names();
        assertEquals(2, left.size(), left::toString);
        assertTrue(left.get(0).startsWith("gatun-pool-"), left::toString);
        assertTrue(left.get(1).startsWith("gatun-tmp-"), left::toString);
        assertEquals(List.of(true, true), orphans());
        FOLDER.gatun("unlink", left.get(0), left.get(1)).runForJson();
    }

    /** The worker may not have found its control segment, or not even have begun to look for it. */
    @Test
    void workersThatHaveHardlyBegunEndToo() {
        try (GatunProcess process = start()) {
            FOLDER.awaitWorkers();
            process.kill();
            process.await();
            awaitNoWorkers();
        }
        for (String orphan : FOLDER.names()) {
            FOLDER.gatun("unlink", orphan).runForJson();
        }
    }

    private static GatunProcess start() {
        return FOLDER.gatun("run", "example.Waits", "--out", "y=shm:result")
                .withTestKernels()
                .start();
    }

    private static void awaitNoWorkers() {
        Await.until("the workers end", WATCHDOG_SECONDS, () -> FOLDER.workers().isEmpty());
    }

    private static List<Boolean> orphans() {
        return FOLDER.gatun("ls").runForJson().objects("segments").stream()
                .map(segment -> segment.truth("orphan"))
                .toList();
    }
}
