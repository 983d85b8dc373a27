package io.gatun.bench.peers;

import java.util.Locale;
import java.util.OptionalDouble;

/** Looks whether a peer computed what it was asked for. */
final class ValueCheck {
    /** How many elements of an array are looked at. */
    static final int SAMPLED = 1000;

    private ValueCheck() {}

    /**
     * Checks the result of a turn.
     *
     * @throws PeerFailedException if it is not what must come out
     */
    static void result(Trial trial, OptionalDouble result) throws PeerFailedException {
        OptionalDouble expected = trial.work().expectedResult(trial.size());
        if (expected.isEmpty()) {
            return;
        }
        if (result.isEmpty()) {
            throw new PeerFailedException("WRONG VALUES: no result, " + expected.getAsDouble() + " is right");
        }
        check(
                "the result",
                result.getAsDouble(),
                expected.getAsDouble(),
                trial.work().tolerance());
    }

    /**
     * Checks elements, evenly spaced from the first to the last.
     *
     * @param runs how often the work was done since the array was made
     * @throws PeerFailedException if one is not what it must be
     */
    static void elements(Trial trial, double[] sample, long runs) throws PeerFailedException {
        for (int k = 0; k < sample.length; k++) {
            long index = index(k, sample.length, trial.size());
            double expected = trial.work().expectedElement(index, runs);
            check("element " + index, sample[k], expected, trial.work().tolerance());
        }
    }

    /** Returns which element is at a position of a sample. */
    static long index(int position, int count, long size) {
        return position * (size - 1) / Math.max(1, count - 1);
    }

    private static void check(String what, double value, double expected, double tolerance) throws PeerFailedException {
        // so written that NaN fails
        if (!(Math.abs(value - expected) <= tolerance * Math.abs(expected))) {
            throw new PeerFailedException(
                    String.format(Locale.ROOT, "WRONG VALUES: %s is %.17g, %.17g is right", what, value, expected));
        }
    }
}
