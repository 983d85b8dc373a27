package io.gatun.bench.peers.jvm;

import java.util.Set;

/**
 * The arrays of a work on the heap of a JVM; those that it has not are empty. The numbers are those of
 * {@code bench/peers/peer.py}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JavaArrays(int size, double[] out, double[] x, double[] y) {
    /** The factor of axpy. */
    static final double A = 3.0;

    /** The factor of triad. */
    static final double S = 0.5;

    private static final int X_MODULUS = 1024;
    private static final int Y_MODULUS = 512;

    static JavaArrays of(String work, int size) {
        return new JavaArrays(
                size,
                filled(Set.of("sin2cos2", "triad").contains(work) ? size : 0, 1),
                filled(Set.of("axpy", "triad", "sum", "dot").contains(work) ? size : 0, X_MODULUS),
                filled(Set.of("axpy", "triad", "dot").contains(work) ? size : 0, Y_MODULUS));
    }

    /** Returns the array that the work writes. */
    double[] written() {
        return out.length > 0 ? out : y;
    }

    private static double[] filled(int size, int modulus) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % modulus;
        }
        return values;
    }
}
