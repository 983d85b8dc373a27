package io.gatun.bench.peers;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Figures of a sample that do not mind a few outliers, of which a machine with other work to do has many. */
final class Statistics {
    private Statistics() {}

    /** An interval with both ends. */
    record Interval(double low, double high) {}

    /**
     * Returns the value below which a share of the sample lies, interpolated between neighbours as NumPy and R do.
     *
     * @param share from 0 to 1
     */
    static double quantile(double[] sample, double share) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("an empty sample has no quantile");
        }
        if (share == 0) {
            return Arrays.stream(sample).min().orElseThrow(); // Percentile takes more than 0 only
        }
        return new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(sample, 100 * share);
    }

    /** Returns the median. */
    static double median(double[] sample) {
        return quantile(sample, 0.5);
    }

    /**
     * Returns an interval that covers the median of what the sample was drawn from with at least the given probability, or
     * none if the sample is too small for that: six values are needed for 0.95.
     *
     * <p>Its ends are two values of the sample, as many from the top as from the bottom. How many of {@code n} independent
     * values are below the true median is binomial with probability ½ whatever they are distributed like, which says how far
     * out the ends must be. A bootstrap of the median, the usual alternative, draws from the same few values, is too narrow for
     * samples of this size, and needs a seed.
     *
     * @see <a href="https://en.wikipedia.org/wiki/Sign_test">the sign test, which this inverts</a>
     */
    static Optional<Interval> medianInterval(double[] sample, double probability) {
        int n = sample.length;
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        int fromTheEnd = 0; // the largest for which as much lies outside as may
        BinomialDistribution below = new BinomialDistribution(null, n, 0.5);
        while (fromTheEnd < n / 2 && below.cumulativeProbability(fromTheEnd) <= (1 - probability) / 2) {
            fromTheEnd++;
        }
        return fromTheEnd == 0
                ? Optional.empty()
                : Optional.of(new Interval(sorted[fromTheEnd - 1], sorted[n - fromTheEnd]));
    }
}
