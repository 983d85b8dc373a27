package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the peer that is a whole command, with Debian's Python, which has NumPy. */
@Timeout(60)
final class Sin2Cos2CommandTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path PEERS = Path.of(System.getProperty("basedir", ""), "peers");

    @TempDir
    private Path folder;

    /** How a process ended. */
    private record Ended(long pid, int exitCode, String out, String err) {}

    @ParameterizedTest
    @CsvSource({"scalar, 10000, 4", "numpy, 10000, 4", "scalar, 1, 1", "numpy, 1, 1", "scalar, 3, 4", "numpy, 3, 4"})
    void sin2cos2VerifiesAndLeavesNothingBehind(String how, String size, String processes) throws Exception {
        Ended peer = python("sin2cos2.py", "--how", how, "--size", size, "--processes", processes);
        assertEquals("", peer.err());
        assertTrue(peer.out().startsWith("result       " + size + ".0"), peer.out());
        assertTrue(peer.out().contains("\nverified     yes: "), peer.out());
        assertEquals(0, peer.exitCode());
        assertNoSegmentOf(peer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size", "--processes"})
    void sin2cos2RefusesNothingToDo(String option) throws Exception {
        Ended peer = python("sin2cos2.py", option, "0");
        assertEquals(2, peer.exitCode());
        assertTrue(peer.err().contains("0: it must be at least 1"), peer.err());
        assertNoSegmentOf(peer);
    }

    private Ended python(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, PEERS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), "still running: " + command);
            return new Ended(process.pid(), process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The peer names its segment by its process id. */
    private static void assertNoSegmentOf(Ended peer) throws IOException {
        try (Stream<Path> segments = Files.list(Path.of("/dev/shm"))) {
            String name = "gatun-peer-" + peer.pid();
            assertEquals(
                    List.of(),
                    segments.filter(file -> file.getFileName().toString().equals(name))
                            .toList());
        }
    }
}
