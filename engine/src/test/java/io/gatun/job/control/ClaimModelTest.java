package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every run of the protocol that is modelled in src/model/claim.pml ends with each block applied once, whoever is killed when;
 * and with any of the mistakes that the model has a name for, some run does not. Takes half a minute, and 750 MB at most.
 */
@Timeout(600)
class ClaimModelTest {
    private static final Path MODEL = Path.of("src", "model", "claim.pml").toAbsolutePath();

    private static final Set<String> SIZES = Set.of("JOBS", "CHUNKS", "RUN", "KILLS", "COORDINATOR_KILLS", "SLICES");

    static final List<String> MISTAKES = List.of(
            "-DCLAIMED_BEFORE_SAVED",
            "-DVALID_BEFORE_COPIED",
            "-DUNDO_IN_TWO_WORDS",
            "-DNO_RESTORE",
            "-DDONE_FIRST",
            "-DREDO_DONE",
            "-DINSIDE_AFTER_CLAIM",
            "-DINSIDE_UNTIL_REPORT",
            "-DNO_WAIT",
            "-DOPEN_BEFORE_COUNTED",
            "-DSUCCESSOR_LEAVES_POSTED",
            "-DLEDGER_FREED_FIRST -DKILLS=0 -DJOBS=2");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DKILLS=1 -DCOORDINATOR_KILLS=1",
                "-DKILLS=3 -DCOORDINATOR_KILLS=0",
                "-DKILLS=1 -DCOORDINATOR_KILLS=1 -DCHUNKS=3 -DRUN=2",
                "-DKILLS=1 -DCOORDINATOR_KILLS=1 -DSLICES",
                "-DKILLS=1 -DCOORDINATOR_KILLS=0 -DJOBS=2",
                "-DKILLS=0 -DCOORDINATOR_KILLS=1 -DJOBS=2"
            })
    void noOrderOfStepsAndDeathsDoesHarm(String size) {
        assertExhaustive(check(size, "-DSAFETY"), "invalid end states\t+");
    }

    /** Without a cycle, and with no end but the right one, each run completes its job. */
    @ParameterizedTest
    @ValueSource(strings = {"-DKILLS=1 -DCOORDINATOR_KILLS=0", "-DKILLS=0 -DCOORDINATOR_KILLS=1"})
    void noRunGoesOnForEver(String size) {
        assertExhaustive(check(size, "-DNP", "-l"), "non-progress cycles \t+");
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsFound(String mistake) {
        String report = check(mistake, "-DSAFETY");
        assertTrue(report.contains("errors: 1"), () -> mistake + " is not found: " + report);
        assertTrue(
                report.contains("assertion violated") || report.contains("invalid end state"),
                () -> mistake + " is found for another reason: " + report);
    }

    @Test
    void eachMistakeOfTheModelIsTried() throws Exception {
        List<String> names = Files.readAllLines(MODEL).stream()
                .filter(line -> line.startsWith("#ifdef ") || line.startsWith("#ifndef "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(name -> !SIZES.contains(name))
                .distinct()
                .toList();
        List<String> tried = MISTAKES.stream()
                .map(defines -> defines.replaceFirst("-D(\\w+).*", "$1"))
                .toList();
        assertEquals(Set.copyOf(names), Set.copyOf(tried));
    }

    private static void assertExhaustive(String report, String checked) {
        assertAll(
                () -> assertTrue(report.contains("errors: 0"), report),
                () -> assertTrue(report.contains("Full statespace search"), report),
                () -> assertTrue(report.contains(checked), report),
                () -> assertFalse(report.contains("max search depth too small"), report),
                () -> assertFalse(report.contains("Search not completed"), report),
                () -> assertFalse(report.contains("out of memory"), report));
    }

    /** Has Spin make the checker of a model, and runs it; returns its report, which ends in lines that it did not reach. */
    private String check(String defines, String checker, String... options) {
        List<Object> spin = new ArrayList<>(List.of("spin", "-a"));
        spin.addAll(List.of(defines.split(" ")));
        spin.add(MODEL);
        Program.outputIn(folder, spin.toArray());
        Program.outputIn(folder, "gcc", "-O1", "-w", checker, "-o", "pan", "pan.c");
        List<Object> pan = new ArrayList<>(List.of(folder.resolve("pan"), "-m100000"));
        pan.addAll(List.of(options));
        return Program.outputIn(folder, pan.toArray());
    }
}
