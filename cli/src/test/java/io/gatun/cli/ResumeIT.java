package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are killed in the middle of their job, and what another makes of it. */
class ResumeIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "static", "guided"})
    void onlyWhatIsNotDoneIsDoneAndTheOutputIsWhereItShouldBe(String schedule) throws IOException {
        Path gate = Files.createFile(disk.resolve("gate"));
        NpyFile.ofCount(disk.resolve("x.npy"), 1000);
        killHalfway(FOLDER.gatun("run", "example.HalvesAtAGate", "--in", "x=x.npy", "--out", "y=y.npy")
                .with("--chunk", "10", "--workers", "2", "--schedule", schedule, "--class-path", classPath()));
        String control = controlSegment();
        GatunResult check = FOLDER.gatun("fsck", control).run();
        assertEquals(0, check.exitCode(), check::toString);
        assertTrue(check.out().contains(" over 1,000 elements in 100 chunks"), check::toString);
        assertTrue(check.out().contains(" 2 claimed, "), check::toString);
        assertTrue(FOLDER.gatun("ls").run().out().contains(" unfinished "));
        String dryRun = FOLDER.gatun("gc", "--dry-run").run().out();
        assertTrue(dryRun.contains("with an unfinished job, which gatun resume could finish before"), dryRun);
        FOLDER.gatun("resume", control).assertRefused("add --kernel example.HalvesAtAGate");
        Files.delete(gate);
        JsonObject report = FOLDER.gatun("resume", control, "--kernel", "example.HalvesAtAGate")
                .withTestKernels()
                .in(disk)
                .runForJson();
        assertEquals(1000, report.integer("elements"));
        assertArrayEquals(halves(1000), NpyFile.doubles(disk.resolve("y.npy")));
        assertEquals(List.of("x.npy", "y.npy"), names());
        FOLDER.gatun("resume", control).assertRefused(control + " does not exist");
    }

    /** The input itself is changed: what a dead worker was at must not be changed twice. */
    @Test
    void aChangeInPlaceIsMadeOnce() throws IOException {
        Path gate = Files.createFile(disk.resolve("gate"));
        NpyFile.ofCount(disk.resolve("x.npy"), 1000);
        killHalfway(FOLDER.gatun("run", "example.HalvesInPlaceAtAGate", "--in", "x=x.npy", "--chunk", "10")
                .with("--workers", "2", "--class-path", classPath()));
        Files.delete(gate);
        FOLDER.gatun("resume", controlSegment(), "--kernel", "example.HalvesInPlaceAtAGate")
                .withTestKernels()
                .in(disk)
                .runForJson();
        assertArrayEquals(halves(1000), NpyFile.doubles(disk.resolve("x.npy")));
    }

    @Test
    void aJobWhoseCommandRunsIsNotTakenFromIt() {
        try (GatunProcess process = FOLDER.gatun("run", "example.Waits", "--out", "y=shm:result")
                .withTestKernels()
                .start()) {
            process.awaitError("waits");
            FOLDER.gatun("resume", controlSegment())
                    .assertRefused("is in use by process " + process.pid() + ": wait for its end");
            process.signal("TERM", false);
            process.await();
        }
    }

    @Test
    void whatIsNoControlSegmentIsRefused() throws IOException {
        FOLDER.gatun("resume", "missing").assertRefused("/missing does not exist");
        FOLDER.gatun("fsck", "missing").assertRefused("/missing does not exist");
        Path other = NpyFile.ofCount(FOLDER.path("other"), 10);
        Files.setPosixFilePermissions(other, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        FOLDER.gatun("resume", "other").assertRefused("not a control segment");
        FOLDER.gatun("fsck", "other").assertRefused("neither a control segment nor a collection");
        Files.delete(other);
    }

    @Test
    void whatNoProcessWouldWriteIsFound() throws IOException {
        Files.createFile(disk.resolve("gate"));
        NpyFile.ofCount(disk.resolve("x.npy"), 1000);
        killHalfway(FOLDER.gatun("run", "example.HalvesAtAGate", "--in", "x=x.npy", "--out", "y=shm:y")
                .with("--workers", "2", "--class-path", classPath()));
        String control = controlSegment();
        int elementsOfTheJobThatWasBegun = 896 + 8;
        try (var channel = Files.newByteChannel(FOLDER.path(control), StandardOpenOption.WRITE)) {
            channel.position(elementsOfTheJobThatWasBegun)
                    .write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, -1}));
        }
        GatunResult check = FOLDER.gatun("fsck", control).run();
        assertEquals(1, check.exitCode(), check::toString);
        assertTrue(check.out().contains("PROBLEM job: "), check::toString);
        GatunResult resumed = FOLDER.gatun("resume", control).run();
        assertEquals(2, resumed.exitCode(), resumed::toString);
        assertEquals(1, resumed.errLines().size(), resumed::toString);
        for (String orphan : FOLDER.names()) {
            FOLDER.gatun("unlink", orphan).runForJson();
        }
    }

    private void killHalfway(GatunCommand command) {
        try (GatunProcess process = command.in(disk).start()) {
            process.awaitError("[worker 0] at the gate");
            process.awaitError("[worker 1] at the gate");
            process.kill();
            FOLDER.awaitNoWorkers();
        }
        assertFalse(Files.exists(disk.resolve("y.npy")));
    }

    private static String classPath() {
        return TestKernels.folder().toString();
    }

    private static String controlSegment() {
        return FOLDER.names().stream()
                .filter(name -> name.startsWith("gatun-pool-"))
                .findFirst()
                .orElseThrow();
    }

    private static double[] halves(int count) {
        double[] halves = new double[count];
        for (int i = 0; i < count; i++) {
            halves[i] = i / 2.0;
        }
        return halves;
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(disk)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
