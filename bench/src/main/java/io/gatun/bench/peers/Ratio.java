package io.gatun.bench.peers;

import io.gatun.bench.peers.Statistics.Interval;
import java.util.Optional;

/**
 * How Gatun's time relates to a peer's; below 1, Gatun is faster.
 *
 * <p>It is the median of the ratios round by round. In a round both run within a second or so, so that what slows the machine for
 * a while slows both and cancels; the ratio of two medians over all rounds would keep it.
 *
 * @param interval where the true median is with {@value #PROBABILITY} probability; none with fewer than six rounds
 */
record Ratio(double median, Optional<Interval> interval) {
    /** How sure the interval is. */
    static final double PROBABILITY = 0.95;

    /** Compares the times of two that ran in the same rounds. */
    static Ratio of(double[] ours, double[] theirs) {
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException("rounds of ours=" + ours.length + ", of theirs=" + theirs.length);
        }
        double[] ratios = new double[ours.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = ours[round] / theirs[round];
        }
        return new Ratio(Statistics.median(ratios), Statistics.medianInterval(ratios, PROBABILITY));
    }
}
