package io.gatun.bench.peers.jvm;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.stream.IntStream;

/** Plain loops over {@code double[]}, a slice for each thread of a {@link ForkJoinPool}. */
public final class ForkJoinPeer {
    private ForkJoinPeer() {}

    /** Speaks the peers' protocol; the argument is the number of threads. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int workers = Integer.parseInt(arguments[0]);
        try (ForkJoinPool pool = new ForkJoinPool(workers)) {
            PeerLoop.serve(
                    "Java " + Runtime.version() + ", ForkJoinPool",
                    new ArrayService((work, arrays) -> pool.invoke(new Whole(work, arrays, workers))));
        }
    }

    /** The whole work: a slice for each thread, one of them the thread that this runs on. */
    @SuppressWarnings("serial") // never serialized
    private static final class Whole extends RecursiveTask<Double> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String work;
        private final JavaArrays arrays;
        private final int parts;

        Whole(String work, JavaArrays arrays, int parts) {
            this.work = work;
            this.arrays = arrays;
            this.parts = parts;
        }

        @Override
        protected Double compute() {
            List<Slice> slices = IntStream.range(0, parts)
                    .mapToObj(part -> new Slice(work, arrays, boundary(part), boundary(part + 1)))
                    .toList();
            return ForkJoinTask.invokeAll(slices).stream()
                    .mapToDouble(ForkJoinTask::join)
                    .sum();
        }

        private int boundary(int part) {
            return (int) ((long) arrays.size() * part / parts);
        }
    }

    @SuppressWarnings("serial") // never serialized
    private static final class Slice extends RecursiveTask<Double> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String work;
        private final JavaArrays arrays;
        private final int begin;
        private final int end;

        Slice(String work, JavaArrays arrays, int begin, int end) {
            this.work = work;
            this.arrays = arrays;
            this.begin = begin;
            this.end = end;
        }

        @Override
        protected Double compute() {
            return switch (work) {
                case "sin2cos2" -> sin2cos2(arrays.out(), begin, end);
                case "axpy" -> axpy(arrays.x(), arrays.y(), begin, end);
                case "triad" -> triad(arrays.out(), arrays.x(), arrays.y(), begin, end);
                case "sum" -> sum(arrays.x(), begin, end);
                case "dot" -> dot(arrays.x(), arrays.y(), begin, end);
                case "empty" -> Double.NaN;
                default -> throw new IllegalArgumentException("no work " + work);
            };
        }
    }

    private static double sin2cos2(double[] out, int begin, int end) {
        double total = 0;
        for (int i = begin; i < end; i++) {
            double sin = Math.sin(i);
            double cos = Math.cos(i);
            double value = sin * sin + cos * cos;
            out[i] = value;
            total += value;
        }
        return total;
    }

    private static double axpy(double[] x, double[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            y[i] += JavaArrays.A * x[i];
        }
        return Double.NaN;
    }

    private static double triad(double[] out, double[] x, double[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            out[i] = x[i] + JavaArrays.S * y[i];
        }
        return Double.NaN;
    }

    private static double sum(double[] x, int begin, int end) {
        double total = 0;
        for (int i = begin; i < end; i++) {
            total += x[i];
        }
        return total;
    }

    private static double dot(double[] x, double[] y, int begin, int end) {
        double total = 0;
        for (int i = begin; i < end; i++) {
            total += x[i] * y[i];
        }
        return total;
    }
}
