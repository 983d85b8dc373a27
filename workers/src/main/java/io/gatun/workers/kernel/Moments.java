package io.gatun.workers.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Binding;
import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.job.Reduction;
import io.gatun.segment.DType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The sums of {@code (x − about)ᵏ} for k from 1 to 4. A difference is rounded once and each power at most three times more; the
 * sums are compensated as {@link Lanes} tells. With {@code about} near the mean, they give mean, variance, skewness and kurtosis
 * of numbers whose plain sums of powers would cancel.
 */
public final class Moments implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "the sums of (x − about)ᵏ, k = 1 to 4, compensated",
            List.of(new ArraySpec("x", DType.FLOAT64, Binding.READ, true)),
            List.of("about"),
            List.of(Reduction.SUM, Reduction.SUM, Reduction.SUM, Reduction.SUM));

    private final double[] first = new double[Lanes.STAGE];
    private final Lanes[] sums = {new Lanes(), new Lanes(), new Lanes(), new Lanes()};

    /** Makes the kernel. */
    public Moments() {}

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment x = block.read("x");
        double about = block.parameter("about");
        for (Lanes sum : sums) {
            sum.clear();
        }
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            MemorySegment.copy(x, JAVA_DOUBLE, begin * Double.BYTES, first, 0, count);
            for (int i = 0; i < count; i++) {
                double difference = first[i] - about;
                double square = difference * difference;
                sums[0].add(i, difference);
                sums[1].add(i, square);
                sums[2].add(i, square * difference);
                sums[3].add(i, square * square);
            }
        }
        block.partial(sums[0].value(), sums[1].value(), sums[2].value(), sums[3].value());
    }
}
