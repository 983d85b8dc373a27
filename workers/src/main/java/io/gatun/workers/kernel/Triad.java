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
 * {@code a = b + s · c}, element by element: the product is rounded, then the sum.
 *
 * @see <a href="https://www.cs.virginia.edu/stream/">STREAM, which measures memory by it</a>
 */
public final class Triad implements Kernel {
    private static final KernelSpec SPEC = new KernelSpec(
            "a = b + s · c, as in STREAM",
            List.of(
                    new ArraySpec("a", DType.FLOAT64, Binding.WRITE, true),
                    new ArraySpec("b", DType.FLOAT64, Binding.READ, true),
                    new ArraySpec("c", DType.FLOAT64, Binding.READ, true)),
            List.of("s"),
            List.of());

    private final double[] first = new double[Lanes.STAGE];
    private final double[] second = new double[Lanes.STAGE];

    /** Makes the kernel. */
    public Triad() {}

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Block block) {
        MemorySegment a = block.write("a");
        MemorySegment b = block.read("b");
        MemorySegment c = block.read("c");
        double s = block.parameter("s");
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            long offset = begin * Double.BYTES;
            MemorySegment.copy(b, JAVA_DOUBLE, offset, first, 0, count);
            MemorySegment.copy(c, JAVA_DOUBLE, offset, second, 0, count);
            for (int i = 0; i < count; i++) {
                first[i] = first[i] + s * second[i];
            }
            MemorySegment.copy(first, 0, a, JAVA_DOUBLE, offset, count);
        }
    }
}
