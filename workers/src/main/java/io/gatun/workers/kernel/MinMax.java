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
 * The smallest and the largest element of {@code x}; NaN both if any is. −0 is smaller than +0.
 */
public final class MinMax implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "the smallest and the largest of x; NaN if any is",
            List.of(new ArraySpec("x", DType.FLOAT64, Binding.READ, true)),
            List.of(),
            List.of(Reduction.MIN, Reduction.MAX));

    private final double[] first = new double[Lanes.STAGE];

    /** Makes the kernel. */
    public MinMax() {}

    /** Returns the number, and of all NaN always the same. */
    public static double oneNaN(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment x = block.read("x");
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            MemorySegment.copy(x, JAVA_DOUBLE, begin * Double.BYTES, first, 0, count);
            for (int i = 0; i < count; i++) {
                min = Math.min(min, first[i]);
                max = Math.max(max, first[i]);
            }
        }
        block.partial(oneNaN(min), oneNaN(max));
    }
}
