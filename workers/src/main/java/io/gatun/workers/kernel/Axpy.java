package io.gatun.workers.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Binding;
import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.segment.DType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@code y = a · x + y}, element by element: the product is rounded, then the sum, as NumPy and plain C do.
 */
public final class Axpy implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "y = a · x + y, in place",
            List.of(
                    new ArraySpec("x", DType.FLOAT64, Binding.READ, true),
                    new ArraySpec("y", DType.FLOAT64, Binding.READ_WRITE, true)),
            List.of("a"),
            List.of());

    private final double[] first = new double[Lanes.STAGE];
    private final double[] second = new double[Lanes.STAGE];

    /** Makes the kernel. */
    public Axpy() {}

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment y = block.write("y");
        MemorySegment x = block.read("x");
        double a = block.parameter("a");
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            long offset = begin * Double.BYTES;
            MemorySegment.copy(x, JAVA_DOUBLE, offset, first, 0, count);
            MemorySegment.copy(y, JAVA_DOUBLE, offset, second, 0, count);
            for (int i = 0; i < count; i++) {
                first[i] = a * first[i] + second[i];
            }
            MemorySegment.copy(first, 0, y, JAVA_DOUBLE, offset, count);
        }
    }
}
