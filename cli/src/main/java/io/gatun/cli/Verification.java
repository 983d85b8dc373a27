package io.gatun.cli;

import io.gatun.job.JobReport;
import io.gatun.segment.SharedArray;
import io.gatun.workers.kernel.Sin2Cos2;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.util.FastMath;

/**
 * The second opinion on a result: the sum against what it must be, and a sample of elements against Commons Math, which
 * shares no code with the kernels.
 *
 * @param expected what the result must be
 * @param bound how far from it the result may be
 * @param sampled the number of elements looked at
 * @param sampleError the largest difference of one of them from Commons Math's value
 * @param sampleBound how large it may be
 * @param result what the result is
 */
record Verification(double expected, double bound, int sampled, double sampleError, double sampleBound, double result) {
    private static final int SAMPLES = 1000;

    /** Verifies the result of a kernel whose result is known; empty for any other. */
    static Optional<Verification> of(JobReport report, Map<String, SharedArray> in, Map<String, SharedArray> out) {
        if (!report.kernel().equals("sin2cos2")) {
            return Optional.empty();
        }
        SharedArray y = java.util.Objects.requireNonNull(out.get("y"));
        return Optional.of(sin2cos2(report, Optional.ofNullable(in.get("x")), y));
    }

    /** Tells whether the result is right. */
    boolean holds() {
        return Math.abs(result - expected) <= bound && sampleError <= sampleBound;
    }

    /** Commons Math's sine and cosine are within one ulp as ours are: each value is within {@code MAX_ERROR} of 1. */
    private static Verification sin2cos2(JobReport report, Optional<SharedArray> x, SharedArray y) {
        long elements = report.elements();
        int samples = (int) Math.min(SAMPLES, elements);
        double worst = 0;
        for (int k = 0; k < samples; k++) {
            long i = samples == 1 ? 0 : (long) ((double) k / (samples - 1) * (elements - 1));
            double angle = x.isPresent() ? x.get().getDouble(i) : i;
            double sin = FastMath.sin(angle);
            double cos = FastMath.cos(angle);
            double error = Math.abs(y.getDouble(i) - (sin * sin + cos * cos));
            worst = Math.max(worst, error); // NaN wins and stays, and then fails the comparison
        }
        return new Verification(
                elements, elements * Sin2Cos2.MAX_MEAN_ERROR, samples, worst, 2 * Sin2Cos2.MAX_ERROR, report.result());
    }
}
