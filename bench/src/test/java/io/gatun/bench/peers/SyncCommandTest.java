package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.PrivateSegments;
import io.gatun.bench.peers.PeersRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code gatun bench sync} as a process, with real peers and with one that counts wrong. */
@Timeout(180)
@ExtendWith(PrivateSegments.class)
@SuppressWarnings("NullAway.Init") // JUnit calls inFolder first
final class SyncCommandTest {
    private PeersRun run;
    private Path folder;

    @BeforeEach
    void inFolder(@TempDir Path ownFolder) {
        folder = ownFolder;
        run = new PeersRun(ownFolder);
    }

    private Ended sync(Map<String, String> environment, String... arguments) throws Exception {
        return run.gatun(
                environment,
                Stream.concat(Stream.of("bench", "sync"), Stream.of(arguments)).toList());
    }

    private Ended quick(String... arguments) throws Exception {
        return sync(
                Map.of(),
                Stream.concat(Stream.of("--rounds", "1", "--warm-up", "0", "--size", "50"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void allCountTheSameAtEveryWork() throws Exception {
        Ended ended = quick();
        assertEquals(0, ended.exitCode(), ended::toString);
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("FAILED"), ended::out);
        Map<String, List<String>> peers = Map.of(
                "lock-uncontended", List.of("c-robust-mutex", "c-mutex", "ffm-robust-mutex"),
                "lock-contended", List.of("c-robust-mutex", "c-mutex", "ffm-robust-mutex"),
                "locked-increment", List.of("c-robust-mutex", "python"),
                "locked-increment-two", List.of("c-robust-mutex", "python"),
                "atomic-add", List.of("c-atomic"),
                "atomic-add-two", List.of("c-atomic"),
                "hand-off-event", List.of("c-futex", "c-futex-spin", "python"),
                "hand-off-condition", List.of("c-futex", "c-futex-spin", "c-condition", "python"));
        assertEquals(SyncWork.values().length, peers.size());
        peers.forEach((work, those) -> {
            ended.assertRow(work, "gatun");
            those.forEach(peer -> ended.assertRow(work, peer));
        });
    }

    @Test
    void aTargetIsPrintedBesideTheRatio() throws Exception {
        Ended ended = quick("--work", "atomic-add", "--peer", "c-atomic");
        assertTrue(ended.out().matches("(?s).* TARGET\n.*\n  c-atomic .* 1\\.2, (met|MISSED)\n.*"), ended::out);
        Ended json = quick("--work", "atomic-add", "--peer", "c-atomic", "--json");
        assertTrue(json.out().contains("\"target\" : 1.2"), json::out);
    }

    @Test
    void whatIsMissingIsNamedAndLeftOut() throws Exception {
        Ended ended = sync(
                Map.of("PATH", folder.toString()),
                "--rounds",
                "1",
                "--warm-up",
                "0",
                "--size",
                "50",
                "--work",
                "locked-increment",
                "--python",
                "/no/python");
        assertEquals(0, ended.exitCode(), ended::toString);
        ended.assertRow("locked-increment", "gatun");
        assertTrue(ended.out().contains("c-robust-mutex   left out: gcc is not installed (Debian: apt"), ended::out);
        assertTrue(
                ended.out()
                        .contains("python           left out: /no/python is not there (Debian: apt install python3)"),
                ended::out);
    }

    @Test
    void aPeerThatCountsWrongFailsTheRun() throws Exception {
        Path script = folder.resolve("fake-python");
        Files.writeString(script, """
                #!/bin/sh
                case $1 in -c) echo "has $0"; exit;; esac
                echo ready fake
                while read request; do echo done 49 100; done
                """);
        assertTrue(script.toFile().setExecutable(true));
        Ended ended = quick("--work", "locked-increment", "--peer", "python", "--python", script.toString());
        assertEquals(1, ended.exitCode(), ended::toString);
        assertTrue(ended.out().contains("  python           FAILED: WRONG VALUES: the result is 49"), ended::out);
        assertEquals("gatun bench sync: failed: python at locked-increment; see the report\n", ended.err());
        ended.assertRow("locked-increment", "gatun");
    }

    @Test
    void aSignalEndsBothProcessesAndLeavesNothing() throws Exception {
        Process process = run.start(
                Map.of(), List.of("bench", "sync", "--work", "lock-contended", "--peer", "gatun", "--warm-up", "1000"));
        try {
            while (process.isAlive() && process.descendants().count() < 2) {
                Thread.sleep(20);
            }
            List<ProcessHandle> pair = process.descendants().toList();
            process.destroy();
            Ended ended = run.await(process);
            assertEquals(143, ended.exitCode(), ended::toString);
            assertEquals("gatun bench sync: interrupted; the peers are ended\n", ended.err());
            assertEquals(2, pair.size());
            pair.forEach(each -> each.onExit().join());
        } finally {
            ProcessTree.kill(process);
        }
    }

    @Test
    void theOtherProcessEndsWithItsLeader() throws Exception {
        Process process = run.start(
                Map.of(),
                List.of(
                        "bench",
                        "sync",
                        "--work",
                        "hand-off-event",
                        "--peer",
                        "gatun",
                        "--rounds",
                        "1",
                        "--warm-up",
                        "1000"));
        try {
            while (process.isAlive() && process.descendants().count() < 2) {
                Thread.sleep(20);
            }
            ProcessHandle leader = process.children().findFirst().orElseThrow();
            ProcessHandle other = leader.children().findFirst().orElseThrow();
            leader.destroyForcibly();
            Ended ended = run.await(process);
            assertEquals(1, ended.exitCode(), ended::toString);
            assertTrue(ended.out().contains("gatun            FAILED: it ended with exit code 137"), ended::out);
            other.onExit().join();
        } finally {
            ProcessTree.kill(process);
        }
    }

    @Test
    void theListSaysWhatThereIs() throws Exception {
        Ended ended = sync(Map.of(), "--list", "--peer", "c-atomic,ffm-robust-mutex");
        assertEquals(0, ended.exitCode(), ended::toString);
        assertTrue(
                ended.out().contains("  atomic-add       500,000 additions: an atomic addition, one process\n"),
                ended::out);
        assertTrue(ended.out().matches("(?s).*c-atomic  .*\n +gcc [0-9].* -O2 .*"), ended::out);
        assertTrue(ended.out().matches("(?s).*ffm-robust-mutex .*\n +Java [0-9].*, two JVMs\n.*"), ended::out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rounds 0       | --rounds 0: it must be at least 1
            --size 0         | --size 0: it must be at least 1
            --work axpy      | --work axpy: there are lock-uncontended, lock-contended, locked-increment
            --peer fortran   | --peer fortran: there are gatun, c-robust-mutex, c-mutex
            --timeout 0      | --timeout 0.0: it must be positive
            --warm-up -1     | --warm-up -1.0: it must not be negative
            --workers 2      | Unknown options: '--workers', '2'
            """)
    void badInputIsRefusedInOneLine(String arguments, String message) throws Exception {
        Ended ended = sync(Map.of(), arguments.split(" ", -1));
        assertEquals(2, ended.exitCode(), ended::toString);
        assertEquals("", ended.out());
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().startsWith("gatun bench sync: " + message), ended::err);
    }
}
