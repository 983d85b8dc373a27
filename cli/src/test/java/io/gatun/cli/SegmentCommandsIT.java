package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gatun ls}, {@code inspect} and {@code unlink}; and what every command answers to {@code --help}. */
class SegmentCommandsIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @Test
    void anEmptyFolderIsListedAsNoSegments() {
        JsonObject list = FOLDER.gatun("ls").runForJson();
        assertEquals(FOLDER.path().toString(), list.text("folder"));
        assertEquals(List.of(), list.list("segments"));
    }

    @Test
    void aKeptResultIsListedInspectedAndUnlinked() {
        JsonObject kept = FOLDER.gatun("run", "sin2cos2", "--size", "1000", "--keep")
                .runForJson()
                .object("kept");
        Path path = Path.of(kept.text("y"));
        String name = path.getFileName().toString();
        JsonObject listed = FOLDER.gatun("ls").runForJson().objects("segments").getFirst();
        JsonObject inspected = FOLDER.gatun("inspect", name).runForJson();
        assertEquals(inspected, listed);
        assertEquals(name, inspected.text("name"));
        assertEquals("array", inspected.text("kind"));
        assertEquals("float64", inspected.text("dtype"));
        assertEquals(List.of(1000L), inspected.list("shape"));
        assertEquals(4096 + 8000, inspected.integer("byteSize"));
        assertEquals("rw-------", inspected.text("mode"));
        assertFalse(inspected.truth("locked"));
        assertFalse(inspected.truth("orphan"));
        assertTrue(FOLDER.gatun("ls").run().out().contains(name));
        assertEquals(List.of(name), FOLDER.gatun("unlink", name).runForJson().list("unlinked"));
        assertFalse(Files.exists(path));
    }

    @Test
    void theSegmentsOfARunningJobAreShownInUseByItsProcesses() {
        GatunCommand command = FOLDER.gatun("run", "example.Waits", "--workers", "1", "--out", "y=shm:result")
                .withTestKernels();
        try (GatunProcess process = command.start()) {
            process.awaitError("waits");
            for (JsonObject segment : FOLDER.gatun("ls").runForJson().objects("segments")) {
                assertTrue(segment.truth("locked"), segment::toString);
                assertFalse(segment.truth("orphan"), segment::toString);
                List<Long> pids = segment.objects("users").stream()
                        .map(user -> user.integer("pid"))
                        .toList();
                assertTrue(pids.contains(process.pid()), segment::toString);
                assertTrue(pids.containsAll(FOLDER.workers()), segment::toString);
            }
            process.signal("TERM", false);
            process.await();
        }
    }

    @Test
    void whatACreatorLeftThatWasKilledEarlyIsListedAndUnlinked() throws IOException {
        Files.createFile(FOLDER.path("gatun-tmp-empty"));
        Files.write(FOLDER.path("gatun-tmp-zeros"), new byte[8192]);
        assertEquals(2, FOLDER.gatun("ls").runForJson().objects("segments").size());
        FOLDER.gatun("unlink", "gatun-tmp-empty", "gatun-tmp-zeros").runForJson();
        assertEquals(List.of(), FOLDER.names());
    }

    @Test
    void theSegmentsOfARunningJobAreUnlinkedByForceOnlyAndTheJobGoesOn() {
        GatunCommand command = FOLDER.gatun("run", "example.Waits", "--workers", "1", "--out", "y=shm:result")
                .withTestKernels();
        try (GatunProcess process = command.start()) {
            process.awaitError("waits");
            for (String name : FOLDER.names()) {
                FOLDER.gatun("unlink", name).assertRefused("belongs to a job that is running");
                FOLDER.gatun("unlink", "--force", name).runForJson();
            }
            assertTrue(process.isAlive());
            process.kill();
        }
        FOLDER.awaitNoWorkers();
    }

    @Test
    void aFileThatIsNotGatunsIsNotListedAndNotUnlinked() throws IOException {
        Path other = Files.writeString(FOLDER.path("other"), "somebody else's");
        assertEquals(List.of(), FOLDER.gatun("ls").runForJson().list("segments"));
        assertEquals("other", FOLDER.gatun("inspect", "other").runForJson().text("kind"));
        FOLDER.gatun("unlink", "other")
                .assertRefused("is no array, lock, value, collection or control segment: not Gatun's to remove");
        assertTrue(Files.exists(other));
        Files.delete(other);
    }

    @Test
    void oneMissingNameLeavesAllTheOthers() throws IOException {
        Path array = NpyFile.ofCount(FOLDER.path("array"), 3);
        FOLDER.gatun("unlink", "array", "missing").assertRefused("/missing does not exist");
        assertTrue(Files.exists(array));
        Files.delete(array);
    }

    @Test
    void kernelsListsTheBuiltInOnes() {
        List<JsonObject> kernels = FOLDER.gatun("kernels").runForJson().objects("kernels");
        assertTrue(kernels.stream().anyMatch(kernel -> kernel.text("name").equals("sin2cos2")));
        GatunResult table = FOLDER.gatun("kernels").run();
        assertTrue(table.out().startsWith("sin2cos2: ") || table.out().contains("\nsin2cos2: "), table.out());
    }

    /** As the help of {@code --force} tells. */
    @Test
    void anInputOfARunningJobIsUnlinkedWithoutForce() {
        NpyFile.ofCount(FOLDER.path("input"), 3);
        GatunCommand command = FOLDER.gatun("run", "example.Waits", "--workers", "1", "--in", "x=shm:input")
                .withTestKernels();
        try (GatunProcess process = command.start()) {
            process.awaitError("waits");
            FOLDER.gatun("unlink", "input").runForJson();
            process.signal("TERM", false);
            process.await();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "ls --help",
                "inspect --help",
                "unlink --help",
                "gc --help",
                "locks --help",
                "kernels --help",
                "demo --help"
            })
    void helpGoesToStandardOutput(String commandLine) {
        GatunResult result = FOLDER.gatun(commandLine.split(" ")).run();
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().startsWith("Usage: gatun"), result.out());
        assertEquals("", result.err());
    }

    @Test
    void theVersionIsThatOfTheJar() {
        GatunResult result = FOLDER.gatun("--version").run();
        assertEquals(0, result.exitCode());
        assertTrue(result.out().matches("gatun \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? on Java \\d+\n"), result.out());
    }
}
