package example;

import io.gatun.job.Binding;
import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.segment.DType;
import java.util.List;

/** {@code x[i] /= 2}; in the middle of the elements it waits while there is a file {@code gate}. */
public final class HalvesInPlaceAtAGate implements Kernel {
    @Override
    public KernelSpec spec() {
        return new KernelSpec(
                "halves", List.of(new ArraySpec("x", DType.FLOAT64, Binding.READ_WRITE, true)), List.of(), List.of());
    }

    @Override
    public void run(Block block) {
        HalvesAtAGate.halve(block, block.write("x"), block.write("x"));
    }
}
