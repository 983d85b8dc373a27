package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Cannot be made: its constructor is private. */
public final class Hidden implements Kernel {
    private Hidden() {}

    @Override
    public void run(Block block) {}
}
