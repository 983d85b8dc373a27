package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Throws, with a cause, at the block that holds element {@code at}. */
public final class Throws implements Kernel {
    @Override
    public void run(Block block) {
        if (block.begin() <= block.parameter("at") && block.parameter("at") < block.end()) {
            throw new IllegalStateException("cannot go on", new ArithmeticException("the reason"));
        }
    }
}
