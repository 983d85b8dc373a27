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
 * The sum of {@code x}, compensated as {@link Lanes} tells.
 */
public final class Sum implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "the sum of x, compensated",
            List.of(new ArraySpec("x", DType.FLOAT64, Binding.READ, true)),
            List.of(),
            List.of(Reduction.SUM));

    private final double[] first = new double[Lanes.STAGE];
    private final Lanes sum = new Lanes();

    /** Makes the kernel. */
    public Sum() {}

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment x = block.read("x");
        sum.clear();
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            MemorySegment.copy(x, JAVA_DOUBLE, begin * Double.BYTES, first, 0, count);
            for (int i = 0; i < count; i++) {
                sum.add(i, first[i]);
            }
        }
        block.partial(sum.value());
    }
}
