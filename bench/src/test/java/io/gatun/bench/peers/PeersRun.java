package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code gatun bench peers} as a process, on this test's class path and segment folder.
 *
 * @param folder where its output goes, and its temporary files
 */
record PeersRun(Path folder) {
    private static final int WATCHDOG_SECONDS = 100;

    /** As short as it gets. */
    private static final List<String> QUICK = List.of("--rounds", "1", "--warm-up", "0", "--size", "2000");

    /** How it ended. */
    record Ended(int exitCode, String out, String err) {
        /** Fails unless the table of a work has a peer's times. */
        void assertRow(String work, String peer) {
            String table = out.substring(out.indexOf("\n" + work + ", "));
            String rows = table.substring(0, !table.contains("\n\n") ? table.length() : table.indexOf("\n\n"));
            assertTrue(
                    rows.lines().anyMatch(row -> row.matches("  " + peer + " +[0-9.]+ (ns|µs|ms|s) .*")),
                    () -> "no times of " + peer + " at " + work + ":\n" + out + err);
        }
    }

    /** Runs the command with as little work as possible. */
    Ended quick(String... arguments) throws Exception {
        return run(Map.of(), Stream.concat(QUICK.stream(), Stream.of(arguments)).toList());
    }

    /** Runs the command. */
    Ended run(Map<String, String> environment, List<String> arguments) throws Exception {
        return gatun(
                environment,
                Stream.concat(Stream.of("bench", "peers"), arguments.stream()).toList());
    }

    /** Runs {@code gatun}. */
    Ended gatun(Map<String, String> environment, List<String> arguments) throws Exception {
        Process process = start(environment, arguments);
        try {
            return await(process);
        } finally {
            ProcessTree.kill(process);
        }
    }

    /** Starts {@code gatun}. */
    Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        Files.createDirectories(scratch());
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgatun.shm.folder=" + SegmentName.folder(),
                "-Djava.io.tmpdir=" + scratch(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatun.cli.Gatun"));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for the end, and looks that nothing that was built or written is left. */
    Ended await(Process process) throws Exception {
        assertTrue(process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS), () -> "still running; " + read("err"));
        try (Stream<Path> files = Files.list(scratch())) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().startsWith("gatun-"))
                            .toList());
        }
        return new Ended(process.exitValue(), read("out"), read("err"));
    }

    private Path scratch() {
        return folder.resolve("scratch");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
