package example;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Binding;
import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.segment.DType;
import java.util.List;

/** c = a + weight * b, with a spec that demands all of it. */
public final class Weighted implements Kernel {
    @Override
    public KernelSpec spec() {
        return new KernelSpec(
                "c = a + weight * b",
                List.of(
                        new KernelSpec.ArraySpec("a", DType.FLOAT64, Binding.READ, true),
                        new KernelSpec.ArraySpec("b", DType.FLOAT64, Binding.READ, true),
                        new KernelSpec.ArraySpec("c", DType.FLOAT64, Binding.WRITE, true)),
                List.of("weight"),
                List.of());
    }

    @Override
    public void run(Block block) {
        for (long i = block.begin(); i < block.end(); i++) {
            double b = block.parameter("weight") * block.read("b").getAtIndex(JAVA_DOUBLE, i);
            block.write("c").setAtIndex(JAVA_DOUBLE, i, block.read("a").getAtIndex(JAVA_DOUBLE, i) + b);
        }
    }
}
