package io.gatun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionTest {
    @ParameterizedTest
    @CsvSource({"SUM,6.5", "MIN,-1.5", "MAX,5", "PRODUCT,-22.5", "COUNT,6.5"})
    void takesPartialsInOrder(Reduction reduction, double expected) {
        assertEquals(expected, reduce(reduction, 3, -1.5, 5));
    }

    @ParameterizedTest
    @CsvSource({"SUM,0", "MIN,Infinity", "MAX,-Infinity", "PRODUCT,1", "COUNT,0"})
    void ofNothingIsNeutral(Reduction reduction, double expected) {
        assertEquals(expected, reduce(reduction));
    }

    @Test
    void aSumLosesNothingToTheOrderOfMagnitudes() {
        assertEquals(2, reduce(Reduction.SUM, 1, 1e100, 1, -1e100));
    }

    @Test
    void theSmallestAndTheLargestOfNanAreNan() {
        assertEquals(Double.NaN, reduce(Reduction.MIN, 1, Double.NaN, 2));
        assertEquals(Double.NaN, reduce(Reduction.MAX, 1, Double.NaN, 2));
    }

    private static double reduce(Reduction reduction, double... partials) {
        Reduction.Accumulator accumulator = new Reduction.Accumulator(reduction);
        for (double partial : partials) {
            accumulator.add(partial);
        }
        return accumulator.result();
    }
}
