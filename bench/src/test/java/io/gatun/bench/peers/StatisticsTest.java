package io.gatun.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.peers.Statistics.Interval;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatisticsTest {
    /** 1 to n, shuffled. */
    private static double[] oneTo(int n) {
        List<Integer> numbers =
                new java.util.ArrayList<>(IntStream.rangeClosed(1, n).boxed().toList());
        Collections.shuffle(numbers, new Random(n));
        return numbers.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.25, 2.25", "0.5, 3.5", "0.75, 4.75", "0.99, 5.95", "1, 6"}) // numpy.quantile([1, ..., 6], q)
    void quantilesAreThoseOfNumPy(double share, double expected) {
        assertEquals(expected, Statistics.quantile(oneTo(6), share), 1e-12);
    }

    @Test
    void aQuantileOfOneValueIsThatValueAndOfNoneIsRefused() {
        assertEquals(7, Statistics.quantile(new double[] {7}, 0.99));
        assertThrows(IllegalArgumentException.class, () -> Statistics.median(new double[0]));
    }

    // the ranks of the usual tables, e.g. Conover, Practical Nonparametric Statistics
    @ParameterizedTest
    @CsvSource({"6, 1, 6", "8, 1, 8", "9, 2, 8", "10, 2, 9", "12, 3, 10", "15, 4, 12", "20, 6, 15", "25, 8, 18"})
    void theIntervalOfAMedianEndsAtTheTabulatedRanks(int n, double low, double high) {
        assertEquals(Optional.of(new Interval(low, high)), Statistics.medianInterval(oneTo(n), 0.95));
    }

    @Test
    void fiveValuesAreTooFewForAnInterval() {
        assertEquals(Optional.empty(), Statistics.medianInterval(oneTo(5), 0.95));
        assertEquals(Optional.empty(), Statistics.medianInterval(oneTo(1), 0.95));
    }

    @Test
    void theIntervalCoversTheMedianAsOftenAsItSays() {
        Random random = new Random(1);
        long covered = IntStream.range(0, 2000)
                .filter(experiment -> {
                    // skewed, as times are; the median of an exponential distribution is ln 2
                    double[] sample = DoubleStream.generate(() -> -Math.log(1 - random.nextDouble()))
                            .limit(15)
                            .toArray();
                    Interval interval = Statistics.medianInterval(sample, 0.95).orElseThrow();
                    return interval.low() <= Math.log(2) && Math.log(2) <= interval.high();
                })
                .count();
        assertTrue(covered >= 0.95 * 2000, covered + " of 2000");
        assertTrue(covered < 0.99 * 2000, covered + " of 2000: wider than need be");
    }

    @Test
    void aRatioIsTakenRoundByRoundSoThatASlowMachineCancels() {
        double[] ours = {1, 2, 40, 4, 5, 60};
        double[] theirs = {2, 4, 80, 8, 10, 120};
        Ratio ratio = Ratio.of(ours, theirs);
        assertEquals(0.5, ratio.median());
        assertEquals(Optional.of(new Interval(0.5, 0.5)), ratio.interval());
        assertThrows(IllegalArgumentException.class, () -> Ratio.of(ours, new double[1]));
    }

    @ParameterizedTest
    @CsvSource({"0.25, 0.250 ns", "75.6, 75.6 ns", "999.4, 999 ns", "999.9, 1.00 µs", "12345, 12.3 µs", "1.5e9, 1.50 s"
    })
    void timesHaveThreeDigitsAndAUnit(double nanos, String text) {
        assertEquals(text, PeersTable.time(nanos));
    }
}
