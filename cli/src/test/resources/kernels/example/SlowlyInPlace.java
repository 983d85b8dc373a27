package example;

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
import java.util.concurrent.locks.LockSupport;

/** {@code y = a · y + i}, and the sum of y before; two milliseconds a block, in the middle of which half of it is changed. */
public final class SlowlyInPlace implements Kernel {
    @Override
    public KernelSpec spec() {
        return new KernelSpec(
                "y = a · y + i",
                List.of(new ArraySpec("y", DType.FLOAT64, Binding.READ_WRITE, true)),
                List.of("a"),
                List.of(Reduction.SUM));
    }

    @Override
    public void run(Block block) {
        long middle = (block.begin() + block.end()) / 2;
        double sum = change(block, block.begin(), middle);
        LockSupport.parkNanos(2_000_000);
        block.partial(sum + change(block, middle, block.end()));
    }

    private static double change(Block block, long begin, long end) {
        MemorySegment y = block.write("y");
        double a = block.parameter("a");
        double sum = 0;
        for (long i = begin; i < end; i++) {
            double old = y.getAtIndex(JAVA_DOUBLE, i);
            sum += old;
            y.setAtIndex(JAVA_DOUBLE, i, a * old + i);
        }
        return sum;
    }
}
