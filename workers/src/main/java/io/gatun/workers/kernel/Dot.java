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
 * The sum of {@code x[i] · y[i]}; neither products nor sums lose what is rounded away, as {@link Lanes} tells.
 */
public final class Dot implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "the sum of x[i] · y[i], compensated",
            List.of(
                    new ArraySpec("x", DType.FLOAT64, Binding.READ, true),
                    new ArraySpec("y", DType.FLOAT64, Binding.READ, true)),
            List.of(),
            List.of(Reduction.SUM));

    private final double[] first = new double[Lanes.STAGE];
    private final double[] second = new double[Lanes.STAGE];
    private final Lanes sum = new Lanes();

    /** Makes the kernel. */
    public Dot() {}

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment x = block.read("x");
        MemorySegment y = block.read("y");
        sum.clear();
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            MemorySegment.copy(x, JAVA_DOUBLE, begin * Double.BYTES, first, 0, count);
            MemorySegment.copy(y, JAVA_DOUBLE, begin * Double.BYTES, second, 0, count);
            for (int i = 0; i < count; i++) {
                sum.addProduct(i, first[i], second[i]);
            }
        }
        block.partial(sum.value());
    }
}
