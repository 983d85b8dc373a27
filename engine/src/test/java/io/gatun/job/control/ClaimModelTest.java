package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.testing.SpinModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every run of the protocol that is modelled in src/model/claim.pml ends with each block applied once, whoever is killed when;
 * and with any of the mistakes that the model has a name for, some run does not. Those, and the largest sizes, are looked at with
 * {@code -Psoak}; the latter take 750 MB at most.
 */
@Timeout(600)
class ClaimModelTest {
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
                "-DKILLS=1 -DCOORDINATOR_KILLS=0 -DJOBS=2",
                "-DKILLS=0 -DCOORDINATOR_KILLS=1 -DJOBS=2"
            })
    void noOrderOfStepsAndDeathsDoesHarm(String size) {
        SpinModel.assertExhaustive(model().check(size, "-DSAFETY"), "invalid end states\t+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-DKILLS=3 -DCOORDINATOR_KILLS=0",
                "-DKILLS=1 -DCOORDINATOR_KILLS=1 -DCHUNKS=3 -DRUN=2",
                "-DKILLS=1 -DCOORDINATOR_KILLS=1 -DSLICES"
            })
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void noOrderOfMoreStepsAndDeathsDoesHarm(String size) {
        noOrderOfStepsAndDeathsDoesHarm(size);
    }

    /** Without a cycle, and with no end but the right one, each run completes its job. */
    @ParameterizedTest
    @ValueSource(strings = {"-DKILLS=1 -DCOORDINATOR_KILLS=0", "-DKILLS=0 -DCOORDINATOR_KILLS=1"})
    void noRunGoesOnForEver(String size) {
        SpinModel.assertExhaustive(model().check(size, "-DNP", "-l"), "non-progress cycles \t+");
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void aMistakeIsFound(String mistake) {
        model().assertFindsMistake(mistake);
    }

    @Test
    void eachMistakeOfTheModelIsTried() throws Exception {
        Set<String> tried = MISTAKES.stream().map(SpinModel::firstName).collect(Collectors.toSet());
        assertEquals(tried, model().mistakes(SIZES));
    }

    private SpinModel model() {
        return SpinModel.of("claim.pml", folder);
    }
}
