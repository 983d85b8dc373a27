package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Looks at nothing but that there are elements to read. */
public final class Anything implements Kernel {
    @Override
    public void run(Block block) {
        if (block.read("x").byteSize() == 0) {
            throw new IllegalStateException("no elements");
        }
    }
}
