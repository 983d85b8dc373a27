package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;

/** Says nothing at all of what it wants. */
public final class Nullish implements Kernel {
    @Override
    public void run(Block block) {}

    @Override
    public KernelSpec spec() {
        return null;
    }
}
