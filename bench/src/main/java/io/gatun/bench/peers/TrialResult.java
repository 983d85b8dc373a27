package io.gatun.bench.peers;

import java.util.List;
import java.util.Optional;

/**
 * What came out of a trial.
 *
 * @param finished those that took part to the end and computed the right values, Gatun first
 * @param leftOut the others
 */
record TrialResult(Trial trial, List<Finished> finished, List<LeftOut> leftOut) {
    TrialResult {
        finished = List.copyOf(finished);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A peer's times.
     *
     * @param ratio Gatun's time in this peer's; none for Gatun itself, or where it did not take part
     */
    record Finished(String name, String about, Samples samples, Optional<Ratio> ratio) {}

    /**
     * A peer without times.
     *
     * @param failed whether it was there and failed; otherwise the machine lacks it, or it does not do this work
     */
    record LeftOut(String name, String reason, boolean failed) {}

    /** Tells whether a peer failed. */
    boolean anyFailed() {
        return leftOut.stream().anyMatch(LeftOut::failed);
    }
}
