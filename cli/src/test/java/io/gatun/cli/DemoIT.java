package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gatun demo}: each program shows what it should, and leaves nothing, however it ends. */
class DemoIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final List<String> NAMES =
            List.of("race", "lock", "atomic", "counter", "struct", "owner-death", "queue", "status");
    private static final Pattern COUNTED = Pattern.compile("expected (\\d+), counted (\\d+), lost (\\d+)");
    private static final long WATCHDOG_SECONDS = 60;

    @Test
    void withoutANameTheyAreListed() {
        GatunResult result = FOLDER.gatun("demo").run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(
                NAMES, result.out().lines().map(line -> line.split(" ", 2)[0]).toList());
    }

    @Test
    void anUnknownNameIsRefusedAndNothingIsRun() {
        FOLDER.gatun("demo", "race", "rice").assertRefused("there is no demo rice: gatun demo lists them");
    }

    @Test
    void withoutALockCountsAreLost() {
        List<String> lines = findings("race");
        Matcher last = counted(lines.getLast());
        assertTrue(number(last, 3) > 0, lines::toString);
        assertEquals(2_000_000, number(last, 1));
        assertEquals(number(last, 1), number(last, 2) + number(last, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock", "atomic"})
    void withALockOrInOneStepNoneIsLost(String name) {
        assertEquals(List.of("expected 2000000, counted 2000000, lost 0"), findings(name));
    }

    @Test
    void fourWorkersCountAHundredTasks() {
        assertEquals(List.of("4 workers have done 25 tasks each: counted 100"), findings("counter"));
    }

    @Test
    void theFieldsOfAStructAgree() {
        assertEquals(List.of("count 300000, sum 15000150000, maximum 100000"), findings("struct"));
    }

    @Test
    void whoLocksAfterADeathIsToldAndMendsWhatWasTorn() {
        List<String> lines = findings("owner-death");
        assertEquals(3, lines.size(), lines::toString);
        Matcher victim = Pattern.compile("process (\\d+) was killed .*; mine 700, yours 0")
                .matcher(lines.getFirst());
        assertTrue(victim.matches(), lines::toString);
        assertEquals(
                "told that process " + victim.group(1) + " died holding the lock; mine 700, yours 0", lines.get(1));
        assertEquals("this process has the lock, deaths: 1; mine 700, yours 300", lines.get(2));
    }

    @Test
    void allAreRunOneAfterTheOther() {
        GatunResult result = FOLDER.gatun("demo", "--all").run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(
                NAMES,
                result.out()
                        .lines()
                        .filter(line -> line.matches("[a-z-]+: .*"))
                        .map(line -> line.substring(0, line.indexOf(':')))
                        .toList());
        assertEquals(
                NAMES.size(),
                result.out().lines().filter(line -> line.startsWith("took ")).count());
    }

    @ParameterizedTest
    @CsvSource({"class path, CounterDemo", "module path, CounterDemo", "module path, OwnerDeathDemo"})
    void eachIsAProgramOfItsOwn(String path, String name) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgatun.shm.folder=" + FOLDER.path()));
        String main = "io.gatun.cli.demo." + name;
        words.addAll(
                path.equals("class path")
                        ? List.of("--enable-native-access=ALL-UNNAMED", "-cp", GatunCommand.LIB + "/*", main)
                        : List.of(
                                "--enable-native-access=io.gatun.engine",
                                "-p",
                                GatunCommand.LIB.toString(),
                                "-m",
                                "io.gatun.cli/" + main));
        try (GatunProcess process = new GatunProcess(new ProcessBuilder(words))) {
            GatunResult result = process.await();
            assertEquals(0, result.exitCode(), result::toString);
            assertEquals("", result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ctrlCEndsItsProcessesAndLeavesNothing(boolean toGroup) {
        GatunCommand command =
                FOLDER.gatun("demo", "--all").under(List.of("setsid", "env", "--default-signal=INT,TERM,HUP"));
        try (GatunProcess process = command.start()) {
            FOLDER.awaitSegment("gatun-tmp-");
            process.signal("INT", toGroup);
            GatunResult result = process.await();
            assertEquals(130, result.exitCode(), result::toString);
            assertTrue(!result.err().contains("\tat "), () -> "a stack trace: " + result.err());
        }
        awaitNoProcesses();
        assertEquals(List.of(), FOLDER.names());
    }

    @Test
    void whatAKilledOneLeavesIsCollectedOnceItsProcessesHaveEndedThemselves() {
        try (GatunProcess process = FOLDER.gatun("demo", "lock").start()) {
            Await.until("its processes run", WATCHDOG_SECONDS, () -> processes().size() == 2);
            process.kill();
            process.await();
        }
        awaitNoProcesses();
        assertTrue(FOLDER.has("gatun-tmp-"), "it was killed too late");
        FOLDER.gatun("gc").runForJson();
        assertEquals(List.of(), FOLDER.names());
    }

    /** Returns what a demo prints between its title and the time it took. */
    private static List<String> findings(String name) {
        GatunResult result = FOLDER.gatun("demo", name).run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.getFirst().startsWith(name + ": "), result::toString);
        assertTrue(lines.getLast().matches("took [0-9.]+ s"), result::toString);
        return lines.subList(1, lines.size() - 1);
    }

    private static Matcher counted(String line) {
        Matcher matcher = COUNTED.matcher(line);
        assertTrue(matcher.matches(), line);
        return matcher;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    private static List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    String words = SegmentFolder.commandLine(pid);
                    return words.contains("io.gatun.cli.demo.")
                            && words.contains(FOLDER.path().toString());
                })
                .toList();
    }

    private static void awaitNoProcesses() {
        Await.until(
                "the demo's processes end", WATCHDOG_SECONDS, () -> processes().isEmpty());
    }
}
