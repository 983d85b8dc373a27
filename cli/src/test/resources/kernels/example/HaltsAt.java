package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Ends its worker in the block that has a certain element. */
public final class HaltsAt implements Kernel {
    @Override
    public void run(Block block) {
        double at = block.parameter("at");
        if (block.begin() <= at && at < block.end()) {
            Runtime.getRuntime().halt(9);
        }
    }
}
