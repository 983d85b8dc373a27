package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;

/** Cannot be asked what it wants: its spec throws. */
public final class Unspecifiable implements Kernel {
    @Override
    public KernelSpec spec() {
        throw new IllegalStateException("no spec today");
    }

    @Override
    public void run(Block block) {}
}
