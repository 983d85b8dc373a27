package io.gatun.bench.peers.jvm;

import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Parallel streams over {@code double[]}: the least effort to use all processors from Java. They run in the common pool and the
 * calling thread, so that the pool has one thread less than there are workers.
 */
public final class StreamPeer {
    private StreamPeer() {}

    /** Speaks the peers' protocol on standard input and output. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PeerLoop.serve("Java " + Runtime.version() + ", parallel streams", new ArrayService(StreamPeer::compute));
    }

    private static double compute(String work, JavaArrays arrays) {
        double[] out = arrays.out();
        double[] x = arrays.x();
        double[] y = arrays.y();
        IntStream indices = IntStream.range(0, arrays.size()).parallel();
        switch (work) {
            case "sin2cos2" -> {
                return indices.mapToDouble(i -> {
                            double sin = Math.sin(i);
                            double cos = Math.cos(i);
                            double value = sin * sin + cos * cos;
                            out[i] = value;
                            return value;
                        })
                        .sum();
            }
            case "axpy" -> indices.forEach(i -> y[i] += JavaArrays.A * x[i]);
            case "triad" -> indices.forEach(i -> out[i] = x[i] + JavaArrays.S * y[i]);
            case "sum" -> {
                return indices.mapToDouble(i -> x[i]).sum();
            }
            case "dot" -> {
                return indices.mapToDouble(i -> x[i] * y[i]).sum();
            }
            default -> throw new IllegalArgumentException("no work " + work);
        }
        return Double.NaN;
    }
}
