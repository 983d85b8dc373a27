package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PeerProcessTest {
    private static final Trial SUM = new Trial(JobWork.SUM, 1000);
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    private Path folder;

    /** Starts a shell script as a peer. */
    private static PeerProcess peer(Duration patience, String script) throws Exception {
        return PeerProcess.start("fake", List.of("sh", "-c", script), Map.of(), patience);
    }

    private static String failure(PeerProcess peer) {
        return String.valueOf(assertThrows(PeerFailedException.class, () -> peer.run(SUM, 7, Duration.ofMillis(50)))
                .getMessage());
    }

    @Test
    void requestsAndAnswersAreThoseOfTheProtocol() throws Exception {
        Path log = folder.resolve("log");
        String script = "echo ready fake 1.0; read a; echo $a >>" + log + "; echo done 1.5 10 20 30; read a; echo $a >>"
                + log + "; echo values 1 2; read a; echo $a >>" + log + "; echo dropped; cat >/dev/null";
        try (PeerProcess peer = peer(LONG, script)) {
            assertEquals("fake 1.0", peer.about());
            Turn turn = peer.run(SUM, 7, Duration.ofMillis(50));
            assertEquals(OptionalDouble.of(1.5), turn.result());
            assertArrayEquals(new double[] {10, 20, 30}, turn.nanos());
            assertArrayEquals(new double[] {1, 2}, peer.sample(2));
            peer.drop();
        }
        assertEquals(List.of("run sum 1000 7 50", "sample 2", "drop"), Files.readAllLines(log));
    }

    @Test
    void aWorkWithoutResultHasNone() throws Exception {
        try (PeerProcess peer = peer(LONG, "echo ready x; read a; echo done - 5; read a")) {
            assertEquals(OptionalDouble.empty(), peer.run(SUM, 1, LONG).result());
        }
    }

    @ParameterizedTest
    @CsvSource({"nan, NaN", "-nan, NaN", "inf, Infinity", "-inf, -Infinity", "1e3, 1000"})
    void numbersAreThoseOfPythonAndC(String word, double number) throws Exception {
        try (PeerProcess peer = peer(LONG, "echo ready x; read a; echo done " + word + " 5; read a")) {
            assertEquals(OptionalDouble.of(number), peer.run(SUM, 1, LONG).result());
        }
    }

    @Test
    void aPeerThatDiesSaysItsLastWords() throws Exception {
        try (PeerProcess peer = peer(LONG, "echo ready x; read a; echo no luck >&2; exit 3")) {
            assertEquals("it ended with exit code 3 at: run sum 1000 7 50; its last line: no luck", failure(peer));
            assertTrue(failure(peer).startsWith("it ended with exit code 3"));
        }
    }

    @Test
    void aPeerThatHangsIsKilledWithAllItStarted() throws Exception {
        Path child = folder.resolve("child");
        String script = "echo ready x; read a; sleep 1000 & echo $! >" + child + "; wait";
        try (PeerProcess peer = peer(Duration.ofSeconds(1), script)) {
            assertEquals("no answer within 1 s to: run sum 1000 7 50; it was killed", failure(peer));
            long pid = Long.parseLong(Files.readString(child).strip());
            ProcessHandle.of(pid).ifPresent(orphan -> orphan.onExit().join());
        }
    }

    @Test
    void aPeerThatDoesNotEndIsKilledAtClose() throws Exception {
        Path pid = folder.resolve("pid");
        peer(LONG, "echo $$ >" + pid + "; echo ready x; exec sleep 1000").close();
        assertFalse(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gone", "done", "done 1", "done one 2", "done 1 2 three", "values 1"})
    void nonsenseIsAFailure(String answer) throws Exception {
        try (PeerProcess peer = peer(LONG, "echo ready x; read a; echo '" + answer + "'; read a")) {
            assertTrue(failure(peer).startsWith("an answer that makes no sense to: run sum"));
        }
    }

    @Test
    void anErrorOfThePeerIsPassedOnAndItLives() throws Exception {
        try (PeerProcess peer =
                peer(LONG, "echo ready x; read a; echo error too large; read a; echo done 2 3; read a")) {
            assertEquals("too large", failure(peer));
            assertEquals(OptionalDouble.of(2), peer.run(SUM, 1, LONG).result());
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        PeerMissingException e = assertThrows(
                PeerMissingException.class,
                () -> peer(LONG, "echo missing no module numba").close());
        assertEquals("no module numba", e.getMessage());
        assertThrows(
                PeerMissingException.class,
                () -> PeerProcess.start("fake", List.of("/no/such/program"), Map.of(), LONG)
                        .close());
        assertThrows(PeerFailedException.class, () -> peer(LONG, "exit 0").close());
        assertThrows(
                PeerFailedException.class,
                () -> peer(LONG, "echo hello; read a").close());
    }

    @Test
    void aWholeCommandIsJudgedByItsExitCodeAndItsResult() throws Exception {
        Trial process = new Trial(JobWork.PROCESS, 10);
        CommandPeer good = new CommandPeer(List.of("sh", "-c", "echo 'result       10.0'"), Map.of(), folder, LONG);
        Turn turn = good.run(process, 1, LONG);
        assertEquals(OptionalDouble.of(10), turn.result());
        assertEquals(1, turn.nanos().length);
        CommandPeer bad = new CommandPeer(List.of("sh", "-c", "echo no luck; exit 3"), Map.of(), folder, LONG);
        PeerFailedException e = assertThrows(PeerFailedException.class, () -> bad.run(process, 1, LONG));
        assertEquals("it ended with exit code 3; its last line: no luck", e.getMessage());
        CommandPeer slow = new CommandPeer(List.of("sleep", "1000", "#"), Map.of(), folder, Duration.ofMillis(300));
        assertThrows(PeerFailedException.class, () -> slow.run(process, 1, LONG));
    }
}
