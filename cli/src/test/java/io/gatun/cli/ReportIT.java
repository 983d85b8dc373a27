package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code gatun run} reports of a job. */
class ReportIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @Test
    void theJsonReportHasAllThatIsPromised() {
        JsonObject report = FOLDER.gatun("run", "sin2cos2").runForJson();
        assertTrue(
                report.names()
                        .containsAll(Set.of(
                                "kernel",
                                "elements",
                                "workers",
                                "chunks",
                                "result",
                                "expected",
                                "verified",
                                "wallNanos",
                                "phases",
                                "perWorker")),
                report::toString);
        assertEquals("sin2cos2", report.text("kernel"));
        assertEquals(1_000_000, report.integer("elements"));
        assertEquals(4, report.integer("workers"));
        assertEquals(1e6, report.number("expected"));
        assertEquals(report.number("expected"), report.number("result"), report.number("bound"));
        assertTrue(report.truth("verified"));
    }

    @Test
    void thePhasesMakeTheWallTimeAndTheWorkersSharesTheJob() {
        JsonObject report = FOLDER.gatun("run", "sin2cos2", "--workers", "3").runForJson();
        JsonObject phases = report.object("phases");
        assertEquals(
                report.integer("wallNanos"),
                phases.names().stream().mapToLong(phases::integer).sum());
        assertTrue(
                phases.names().stream().allMatch(phase -> phases.integer(phase) > 0 || phase.equals("queueNanos")),
                phases::toString);
        List<JsonObject> workers = report.objects("perWorker");
        assertEquals(3, workers.size());
        assertEquals(
                1_000_000,
                workers.stream().mapToLong(worker -> worker.integer("elements")).sum());
        assertEquals(
                report.integer("chunks"),
                workers.stream().mapToLong(worker -> worker.integer("chunks")).sum());
    }

    @Test
    void tellsWhatTheCommandDidBesidesTheJob() {
        GatunCommand command = FOLDER.gatun("run", "sin2cos2", "--size", "1000");
        JsonObject besides = command.runForJson().object("command");
        assertEquals(Set.of("startNanos", "commandLineNanos", "verifyNanos"), Set.copyOf(besides.names()));
        assertTrue(besides.integer("startNanos") > 0, besides::toString);
        assertTrue(besides.integer("startNanos") < TimeUnit.MINUTES.toNanos(1), "of this process, not of the machine");
        assertTrue(besides.integer("commandLineNanos") > 0, besides::toString);
        assertTrue(besides.integer("verifyNanos") > 0, besides::toString);
        String table = command.run().out();
        assertTrue(table.matches("(?s).*\nbesides      start \\d+, command line [0-9.]+, verify [0-9.]+\n.*"), table);
    }

    @Test
    void aScheduleThatIsAskedForIsTakenAndAStaticOneGivesEachWorkerItsShare() {
        GatunCommand command = FOLDER.gatun("run", "sin2cos2", "--workers", "4", "--schedule", "static", "--pin");
        JsonObject report = command.runForJson();
        assertEquals("static", report.text("schedule"));
        assertEquals(1e6, report.number("result"));
        long most = report.integer("chunks") / 4 + 1;
        for (JsonObject worker : report.objects("perWorker")) {
            assertTrue(worker.integer("chunks") >= most - 1 && worker.integer("chunks") <= most, worker::toString);
            assertTrue(worker.integer("vectorElements") <= worker.integer("elements"), worker::toString);
        }
        assertEquals(
                "guided",
                FOLDER.gatun("run", "sin2cos2", "--schedule", "Guided")
                        .runForJson()
                        .text("schedule"));
        FOLDER.gatun("run", "sin2cos2", "--schedule", "fair").assertRefused("--schedule");
    }

    @Test
    void onlyAsManyWorkersStartAsThereAreChunksAndTheReportSaysSo() {
        GatunCommand command = FOLDER.gatun("run", "sin2cos2", "--size", "5", "--workers", "7");
        JsonObject report = command.runForJson();
        assertEquals(5, report.integer("workers"));
        assertEquals(7, report.integer("requestedWorkers"));
        assertEquals(5, report.objects("perWorker").size());
        String table = command.run().out();
        assertTrue(table.contains("5 of 7: there are no more chunks"), table);
    }

    @Test
    void theTableCountsOneAsOne() {
        String table = FOLDER.gatun("run", "sin2cos2", "--size", "1").run().out();
        assertTrue(table.contains("\nelements     1 in 1 chunk of 1\n"), table);
        assertTrue(table.contains("): 1 element in 1 chunk, "), table);
        assertTrue(table.contains(", 1 element differs from Commons Math by "), table);
    }

    @Test
    void aChunkLargerThanTheJobIsTheWholeJob() {
        JsonObject report = FOLDER.gatun("run", "sin2cos2", "--size", "1000", "--chunk", Long.toString(Long.MAX_VALUE))
                .runForJson();
        assertEquals(1, report.integer("chunks"));
        assertEquals(1, report.integer("workers"));
    }

    @Test
    void aResultThatIsNotVerifiedFailsTheRunReplacesNothingAndIsReportedAllTheSame() throws IOException {
        NpyFile.ofDoubles(disk.resolve("x.npy"), 1, Double.NaN, 2);
        Path good = NpyFile.ofCount(disk.resolve("good.npy"), 3);
        byte[] before = Files.readAllBytes(good);
        GatunResult result = FOLDER.gatun(
                        "run", "sin2cos2", "--in", "x=x.npy", "--out", "y=good.npy", "--force", "--keep", "--json")
                .in(disk)
                .run();
        assertEquals(1, result.exitCode(), result::toString);
        assertFalse(result.json().truth("verified"));
        assertEquals(
                "gatun run: the result is NaN and not verified, no output is kept: see the report\n", result.err());
        assertArrayEquals(before, Files.readAllBytes(good));
    }

    @Test
    void aReportThatCannotBeWrittenIsAFailure() {
        GatunResult result = FOLDER.gatun("run", "sin2cos2", "--size", "10", "--json")
                .under(List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh"))
                .run();
        assertEquals(1, result.exitCode(), result::toString);
        assertEquals("gatun: standard output cannot be written to\n", result.err());
    }

    @Test
    void theTableSaysThatTheResultIsVerified() {
        GatunResult result = FOLDER.gatun("run", "sin2cos2", "--size", "1000").run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());
        assertTrue(result.out().contains("\nresult       1000.0\n"), result.out());
        assertTrue(result.out().contains("\nverified     yes: "), result.out());
    }
}
