package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gatun.bench.PrivateSegments;
import io.gatun.bench.peers.PeersRun.Ended;
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

/** Runs {@code gatun bench peers} as a process, with real peers. */
@Timeout(120)
@ExtendWith(PrivateSegments.class)
@SuppressWarnings("NullAway.Init") // JUnit calls inFolder first
final class PeersCommandTest {
    private static final String PYTHON = "/usr/bin/python3";

    private PeersRun run;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        run = new PeersRun(folder);
    }

    @Test
    void realPeersComputeTheSameAsGatun() throws Exception {
        Ended ended = run.quick(
                "--work", "sin2cos2,axpy,triad,sum,dot", "--peer", "c-openmp,numpy,java-stream,java-forkjoin");
        assertEquals(0, ended.exitCode(), ended::toString);
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("FAILED"), ended::out);
        ended.assertRow("sin2cos2", "gatun");
        for (String work : List.of("sin2cos2", "axpy", "triad", "sum", "dot")) {
            for (String peer : List.of("c-openmp", "numpy", "java-stream", "java-forkjoin")) {
                ended.assertRow(work, peer);
            }
        }
    }

    @Test
    void emptyJobsSegmentsAndDowncallsAreTimed() throws Exception {
        Ended ended = run.quick(
                "--work", "sin2cos2,empty,segment", "--peer", "python,python-reserved,c-openmp,java-forkjoin");
        assertEquals(0, ended.exitCode(), ended::toString);
        ended.assertRow("sin2cos2", "python");
        for (String peer : List.of("gatun", "python", "c-openmp", "java-forkjoin")) {
            ended.assertRow("empty", peer);
        }
        for (String peer : List.of("gatun", "python", "python-reserved")) {
            ended.assertRow("segment", peer);
        }
        run.quick("--work", "chunks", "--peer", "ten-downcalls").assertRow("chunks", "ten-downcalls");
    }

    @ParameterizedTest
    @CsvSource({"numba, 'sin2cos2,axpy,triad,sum,dot'", "numexpr, 'sin2cos2,axpy,triad'"})
    @SuppressWarnings("SystemOut") // the reason belongs in the build's output
    void peersInPythonComputeTheSameAsGatun(String module, String works) throws Exception {
        Process probe = new ProcessBuilder(PYTHON, "-c", "import " + module)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean there = probe.waitFor() == 0;
        if (!there) {
            System.out.println("Test left out: " + PYTHON + " has no " + module);
        }
        assumeTrue(there, PYTHON + " has no " + module);
        Ended ended = run.quick("--work", works, "--peer", module);
        assertEquals(0, ended.exitCode(), ended::toString);
        for (String work : works.split(",", -1)) {
            ended.assertRow(work, module);
        }
    }

    @Test
    void jsonIsOneObjectWithTheTimesOfEachRound() throws Exception {
        Ended ended = run.run(
                Map.of(),
                List.of(
                        "--json",
                        "--rounds",
                        "6",
                        "--warm-up",
                        "0",
                        "--size",
                        "2000",
                        "--work",
                        "sin2cos2",
                        "--peer",
                        "numpy"));
        assertEquals(0, ended.exitCode(), ended::toString);
        assertEquals("", ended.err());
        int objects = 0;
        try (JsonParser json = new JsonFactory().createParser(ended.out())) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                objects += depth == 0 ? 1 : 0;
            }
        }
        assertEquals(1, objects);
        assertTrue(ended.out().matches("(?s).*\"ratioLow\" : [0-9.]+.*"), ended::out);
        assertTrue(ended.out().matches("(?s).*\"roundNanos\" : \\[ ([0-9.E]+, ){5}[0-9.E]+ \\].*"), ended::out);
    }

    @Test
    void theListSaysWhatThereIs() throws Exception {
        Ended ended = run.run(Map.of(), List.of("--list", "--peer", "c-openmp,numpy", "--python", "/no/python"));
        assertEquals(0, ended.exitCode(), ended::toString);
        assertTrue(
                ended.out().contains("  triad            33,554,432 elements: out[i] = x[i] + 0.5 y[i]\n"), ended::out);
        assertTrue(ended.out().matches("(?s).*c-openmp  .*\n +gcc [0-9].* -O3 .*"), ended::out);
        assertTrue(ended.out().contains("left out: /no/python is not there"), ended::out);
    }

    @Test
    void helpTellsOfTheCommand() throws Exception {
        assertTrue(run.gatun(Map.of(), List.of("--help")).out().contains("\n  bench "));
        assertTrue(run.gatun(Map.of(), List.of("bench", "--help")).out().contains("\n  peers "));
        Ended nothing = run.gatun(Map.of(), List.of("bench"));
        assertEquals(2, nothing.exitCode());
        assertEquals(
                "gatun bench: a command is missing: peers, sync, values, collections, map-growth, sweep, idle (see gatun bench --help)\n",
                nothing.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rounds 0       | --rounds 0: it must be at least 1
            --workers 0      | --workers 0: it must be at least 1
            --size 0         | --size 0: it must be at least 1
            --work dance     | --work dance: there are sin2cos2, axpy, triad, sum, dot, empty, chunks, segment, process
            --peer fortran   | --peer fortran: there are gatun, c-openmp, numba
            --timeout 0      | --timeout 0.0: it must be positive
            --warm-up -1     | --warm-up -1.0: it must not be negative
            """)
    void badInputIsRefusedInOneLine(String arguments, String message) throws Exception {
        Ended ended = run.run(Map.of(), List.of(arguments.split(" ", -1)));
        assertEquals(2, ended.exitCode(), ended::toString);
        assertEquals("", ended.out());
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().startsWith("gatun bench peers: " + message), ended::err);
    }
}
