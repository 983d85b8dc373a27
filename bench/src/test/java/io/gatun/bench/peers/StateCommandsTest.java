package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.PrivateSegments;
import io.gatun.bench.peers.PeersRun.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code gatun bench values}, {@code collections} and {@code map-growth} as processes, with real peers. */
@Timeout(180)
@ExtendWith(PrivateSegments.class)
final class StateCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Ended bench(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(arguments));
        return new PeersRun(folder).gatun(Map.of(), words);
    }

    private static void assertRows(Ended ended, Map<String, List<String>> peers) {
        assertEquals(0, ended.exitCode(), ended::toString);
        assertEquals("", ended.err());
        assertFalse(ended.out().contains("FAILED"), ended::out);
        peers.forEach((work, those) -> {
            ended.assertRow(work, "gatun");
            those.forEach(peer -> ended.assertRow(work, peer));
        });
    }

    @Test
    void valuesOfAllComeToTheSame() throws Exception {
        List<String> peers = List.of("value", "manager");
        assertRows(
                bench("values", "--rounds", "1", "--warm-up", "0", "--size", "50"),
                Map.of("value-get", peers, "value-set", peers, "value-increment", peers));
    }

    @Test
    void collectionsOfAllComeToTheSame() throws Exception {
        List<String> manager = List.of("manager");
        assertRows(
                bench("collections", "--rounds", "1", "--warm-up", "0", "--size", "50"),
                Map.of(
                        "map-get",
                        List.of("manager", "chronicle-map"),
                        "map-put",
                        List.of("manager", "chronicle-map"),
                        "list-append",
                        manager,
                        "queue-put-get",
                        manager,
                        "queue-stream",
                        manager,
                        "queue-idle",
                        List.of("agrona")));
    }

    @Test
    void aMapGrowsAndSaysHow() throws Exception {
        Ended ended = bench("map-growth", "--entries", "400000");
        assertEquals(0, ended.exitCode(), ended::toString);
        assertEquals("", ended.err());
        List<String> lines = ended.out().lines().toList();
        assertEquals(5, lines.size(), ended::out);
        for (int step = 1; step <= 3; step++) {
            String entries = List.of("156,250", "312,500", "400,000").get(step - 1);
            assertTrue(lines.get(step).matches(" +" + entries + "( +[0-9,.]+){3}( +[0-9]+ ns){4}"), ended::out);
        }
        assertTrue(
                lines.getLast()
                        .matches(
                                "slowest step to fastest: put [0-9.]+, get [0-9.]+, get of 10,000 [0-9.]+, read [0-9.]+"),
                ended::out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            values --size 0             | --size 0: it must be at least 1
            values --work map-get       | --work map-get: there are value-get, value-set, value-increment
            collections --size 0        | --size 0: it must be at least 1
            collections --work value-get | --work value-get: there are map-get, map-put, list-append
            map-growth --entries 0      | --entries 0: it must be at least 1
            map-growth --entries 1e6    | Invalid value for option '--entries'
            """)
    void badInputIsRefusedInOneLine(String arguments, String message) throws Exception {
        Ended ended = bench(arguments.split(" ", -1));
        assertEquals(2, ended.exitCode(), ended::toString);
        assertEquals("", ended.out());
        assertEquals(1, ended.err().lines().count(), ended::err);
        assertTrue(ended.err().startsWith("gatun bench " + arguments.split(" ", -1)[0] + ": " + message), ended::err);
    }
}
