package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code gatun gc}: removes what a killed command left, says why, and touches nothing else. */
class GcIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @Test
    void whatAKilledCommandLeavesIsToldByADryRunAndThenRemoved() throws IOException {
        Path kept = NpyFile.ofCount(FOLDER.path("kept"), 3);
        killWaitingJob();
        List<String> left = FOLDER.names();
        assertEquals(3, left.size(), left::toString); // control segment, output, and what was there before

        GatunResult dry = FOLDER.gatun("gc", "--dry-run").run();
        assertEquals(0, dry.exitCode(), dry::toString);
        assertEquals(left, FOLDER.names());
        List<String> lines = dry.out().lines().toList();
        assertEquals(3, lines.size(), dry::toString);
        assertTrue(
                lines.get(0)
                        .matches(
                                "would remove gatun-pool-[0-9a-f]+: control, [0-9,]+ bytes, created \\S+Z; no lock: "
                                        + "F_OFD_GETLK finds none; mapped by none of \\d+ processes looked at(; not looked at, for want of permission: .*)?"),
                lines.get(0));
        assertTrue(lines.get(1).startsWith("would remove gatun-tmp-"), lines.get(1));
        assertTrue(lines.get(1).contains(": float64 (1000000), 8,004,096 bytes, "), lines.get(1));
        assertTrue(lines.get(2).matches("would remove 2 orphans of [0-9,]+ bytes in " + FOLDER.path()), lines.get(2));

        GatunResult wet = FOLDER.gatun("gc").run();
        assertEquals(0, wet.exitCode(), wet::toString);
        assertEquals("", wet.err());
        assertTrue(wet.out().contains("\nremoved gatun-tmp-"), wet.out());
        assertTrue(wet.out().contains("\nremoved 2 orphans of "), wet.out());
        assertEquals(List.of("kept"), FOLDER.names());
        assertEquals(
                "removed 0 orphans of 0 bytes in " + FOLDER.path() + "\n",
                FOLDER.gatun("gc").run().out());
        Files.delete(kept);
    }

    @Test
    void aRunningJobIsLeftAlone() {
        GatunCommand command = waitingJob();
        try (GatunProcess process = command.start()) {
            process.awaitError("waits");
            List<String> used = FOLDER.names();
            assertEquals(List.of(), FOLDER.gatun("gc").runForJson().objects("orphans"));
            assertEquals(used, FOLDER.names());
            process.signal("TERM", false);
            process.await();
        }
    }

    @Test
    void theSegmentsBesideAControlSegmentGoToo() throws IOException {
        for (String name : List.of("gatun-pool-1", "gatun-pool-1.1", "gatun-pool-1.2")) {
            Files.writeString(FOLDER.path(name), "GATUNCTL and more");
        }
        List<JsonObject> orphans = FOLDER.gatun("gc").runForJson().objects("orphans");
        assertEquals(3, orphans.size());
        for (JsonObject orphan : orphans) {
            assertEquals("removed", orphan.text("outcome"));
            assertEquals("control", orphan.text("kind"));
            assertEquals("", orphan.text("reason"));
            assertTrue(orphan.truth("orphan"));
        }
    }

    @Test
    void jobsSucceedWhileGcRuns() {
        GatunResult job;
        try (GatunProcess running = FOLDER.gatun("run", "sin2cos2").start()) {
            while (running.isAlive()) {
                assertEquals(0, FOLDER.gatun("gc").run().exitCode());
            }
            job = running.await();
        }
        assertEquals(0, job.exitCode(), job::toString);
    }

    private static GatunCommand waitingJob() {
        return FOLDER.gatun("run", "example.Waits", "--workers", "1", "--out", "y=shm:result")
                .withTestKernels();
    }

    private static void killWaitingJob() {
        try (GatunProcess process = waitingJob().start()) {
            process.awaitError("waits");
            process.kill();
        }
        FOLDER.awaitNoWorkers();
    }
}
