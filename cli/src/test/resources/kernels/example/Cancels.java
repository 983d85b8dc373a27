package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.Reduction;
import java.util.List;

/** A sum of terms of both signs and of thirty orders of magnitude, whose rounding depends on every addition's place. */
public final class Cancels implements Kernel {
    @Override
    public KernelSpec spec() {
        return new KernelSpec("sum of ±10^k", List.of(), List.of(), List.of(Reduction.SUM));
    }

    @Override
    public void run(Block block) {
        double sum = 0;
        for (long i = block.begin(); i < block.end(); i++) {
            sum += Math.sin(i) * Math.pow(10, i * 7919 % 31);
        }
        block.partial(sum);
    }
}
