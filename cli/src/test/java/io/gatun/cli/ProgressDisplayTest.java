package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a progress bar counts in. */
class ProgressDisplayTest {
    @ParameterizedTest
    @CsvSource({
        "1, ONE",
        "40, ONE",
        "99999, ONE",
        "100000, THOUSAND",
        "1000000, THOUSAND",
        "100000000, MILLION",
        "99999999999, MILLION",
        "100000000000, BILLION",
        "9223372036854775807, BILLION"
    })
    void theUnitIsTheLargestOfWhichThereAreAHundred(long elements, ProgressDisplay.Unit unit) {
        assertEquals(unit, ProgressDisplay.Unit.of(elements));
    }
}
