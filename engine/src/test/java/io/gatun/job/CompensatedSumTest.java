package io.gatun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompensatedSumTest {
    @Test
    void keepsWhatAPlainSumRoundsAway() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(1);
        sum.add(1e100);
        sum.add(1);
        sum.add(-1e100);
        assertEquals(2.0, sum.value());
    }

    @Test
    void isTheExactSumRoundedOnceForAMillionMixedNumbers() {
        Random random = new Random(42);
        CompensatedSum sum = new CompensatedSum();
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < 1_000_000; i++) {
            double value = (random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(40));
            sum.add(value);
            exact = exact.add(new BigDecimal(value));
        }
        assertEquals(exact.doubleValue(), sum.value());
    }

    @Test
    void ofNothingIsZero() {
        assertEquals(0.0, new CompensatedSum().value());
    }

    @Test
    void ofInfinitiesAndNanIsWhatThePlainSumIs() {
        assertEquals(Double.POSITIVE_INFINITY, sumOf(1, Double.POSITIVE_INFINITY, 2));
        assertEquals(Double.NaN, sumOf(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, sumOf(1, Double.NaN, 2));
        assertEquals(Double.POSITIVE_INFINITY, sumOf(Double.MAX_VALUE, Double.MAX_VALUE));
    }

    private static double sumOf(double... values) {
        CompensatedSum sum = new CompensatedSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value();
    }
}
