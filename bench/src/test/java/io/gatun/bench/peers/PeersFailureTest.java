package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.PrivateSegments;
import io.gatun.bench.peers.PeersRun.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code gatun bench peers} as a process, with peers that are missing, misbehave, or must be ended. */
@Timeout(120)
@ExtendWith(PrivateSegments.class)
@SuppressWarnings("NullAway.Init") // JUnit calls inFolder first
final class PeersFailureTest {
    private PeersRun run;
    private Path folder;

    @BeforeEach
    void inFolder(@TempDir Path ownFolder) {
        folder = ownFolder;
        run = new PeersRun(ownFolder);
    }

    @Test
    void aToolThatIsNotInstalledIsNamedAndLeftOut() throws Exception {
        Ended ended = run.run(
                Map.of("PATH", folder.toString()),
                List.of(
                        "--rounds",
                        "1",
                        "--size",
                        "9",
                        "--work",
                        "sum",
                        "--peer",
                        "c-openmp,numpy",
                        "--python",
                        "/no/python"));
        assertEquals(0, ended.exitCode(), ended::toString);
        assertTrue(
                ended.out().contains("c-openmp         left out: gcc is not installed (Debian: apt install"),
                ended::out);
        assertTrue(
                ended.out()
                        .contains(
                                "numpy            left out: /no/python is not there (Debian: apt install python3-numpy)"),
                ended::out);
    }

    /** Makes an interpreter that answers as a peer does, up to a point. */
    private Path fakePython(String behaviour) throws IOException {
        Path script = folder.resolve("fake-python");
        Files.writeString(script, """
                #!/bin/sh
                case $1 in -c) echo "has $0"; exit;; esac
                echo $$ >>%s
                echo ready fake
                while read request; do
                  case $request in
                    run*) %s;;
                    sample*) echo values $(seq 1 1000 | sed 's/.*/1/');;
                    drop*) echo dropped;;
                  esac
                done
                """.formatted(folder.resolve("pids"), behaviour));
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    @ParameterizedTest
    @CsvSource({
        "echo done 2000 5, ''",
        "echo done 1999 5, 'WRONG VALUES: the result is 1999.0000000000000, 2000.0000000000000 is right'",
        "echo done nan 5, 'WRONG VALUES: the result is NaN'",
        "exit 7, it ended with exit code 7",
        "sleep 1000, no answer within 2 s",
        "echo error out of luck, out of luck"
    })
    void aPeerThatMisbehavesIsNamedAndTheRunFails(String behaviour, String reason) throws Exception {
        String fake = fakePython(behaviour).toString();
        Ended ended = run.quick("--work", "sin2cos2", "--peer", "python", "--timeout", "2", "--python", fake);
        if (reason.isEmpty()) {
            assertEquals(0, ended.exitCode(), ended::toString);
            ended.assertRow("sin2cos2", "python");
            return;
        }
        assertEquals(1, ended.exitCode(), ended::toString);
        assertTrue(ended.out().contains("  python           FAILED: " + reason), ended::out);
        assertEquals("gatun bench peers: failed: python at sin2cos2; see the report\n", ended.err());
        ended.assertRow("sin2cos2", "gatun");
    }

    @Test
    void aSignalEndsThePeersAndRemovesWhatWasBuilt() throws Exception {
        Path pids = folder.resolve("pids");
        List<String> arguments = List.of(
                "bench",
                "peers",
                "--work",
                "sin2cos2",
                "--size",
                "2000",
                "--peer",
                "python,c-openmp",
                "--python",
                fakePython("sleep 1000").toString());
        Process process = run.start(Map.of(), arguments);
        try {
            while (process.isAlive() && (!Files.exists(pids) || Files.size(pids) == 0)) {
                Thread.sleep(20);
            }
            long peer = Long.parseLong(Files.readString(pids).strip());
            process.destroy();
            Ended ended = run.await(process);
            assertEquals(143, ended.exitCode(), ended::toString);
            assertEquals("gatun bench peers: interrupted; the peers are ended\n", ended.err());
            ProcessHandle.of(peer).ifPresent(handle -> handle.onExit().join());
        } finally {
            ProcessTree.kill(process);
        }
    }
}
