package io.gatun.sync;

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
 * In every run of the protocol that is modelled in src/model/lock.pml one at most has the lock, all get it, and each death is told once,
 * whoever is killed when; and with any of the mistakes that the model has a name for, that is not so. With two deaths it has 11 million
 * states: those are looked at with {@code -Psoak}.
 */
@Timeout(600)
class LockModelTest {
    private static final Set<String> SIZES = Set.of("N", "ROUNDS", "KILLS");

    static final List<String> MISTAKES = List.of(
            "-DNO_SLICES",
            "-DTAKE_WITHOUT_WAITERS -DNO_SLICES -DKILLS=0",
            "-DCOUNT_FIRST",
            "-DFORGET_UNCOUNTED",
            "-DSTORE_OVER_DEAD");

    @TempDir
    private Path folder;

    /** The second: without deaths, nobody needs to look now and then whether a wake-up was lost. */
    @ParameterizedTest
    @ValueSource(strings = {"-DKILLS=1", "-DKILLS=0 -DNO_SLICES", "-DKILLS=1 -DROUNDS=2 -DN=2"})
    void noOrderOfStepsAndDeathsDoesHarm(String size) {
        SpinModel.assertExhaustive(model().check(size, "-DSAFETY"), "invalid end states\t+");
    }

    @Test
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void noOrderOfStepsAndTwoDeathsDoesHarm() {
        SpinModel.assertExhaustive(model().check("-DKILLS=2", "-DSAFETY"), "invalid end states\t+");
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsFound(String mistake) {
        model().assertFindsMistake(mistake);
    }

    @Test
    void eachMistakeOfTheModelIsTried() throws Exception {
        Set<String> tried = MISTAKES.stream().map(SpinModel::firstName).collect(Collectors.toSet());
        assertEquals(tried, model().mistakes(SIZES));
    }

    private SpinModel model() {
        return SpinModel.of("lock.pml", folder);
    }
}
