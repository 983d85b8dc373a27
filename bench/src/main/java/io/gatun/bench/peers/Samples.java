package io.gatun.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The times of one peer in one trial: for each round the median of its calls, and all calls together.
 *
 * <p><b>Threads:</b> for one.
 */
final class Samples {
    private final List<Double> rounds = new ArrayList<>();
    private final DoubleStream.Builder calls = DoubleStream.builder();
    private double @org.jspecify.annotations.Nullable [] allCalls;

    /** Adds a turn; not after the first look. */
    void add(Turn turn) {
        double[] nanos = turn.settled();
        rounds.add(Statistics.median(nanos));
        for (double call : nanos) {
            calls.add(call);
        }
    }

    /** Returns the time of each round, in their order. */
    double[] roundNanos() {
        return rounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns a quantile of all calls. */
    double quantile(double share) {
        return Statistics.quantile(calls(), share);
    }

    /** Returns the number of calls that count. */
    int count() {
        return calls().length;
    }

    private double[] calls() {
        double[] all = allCalls;
        if (all == null) {
            all = calls.build().toArray();
            allCalls = all;
        }
        return all;
    }
}
