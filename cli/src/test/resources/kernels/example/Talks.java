package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Says which block it runs, on standard output. */
public final class Talks implements Kernel {
    @Override
    public void run(Block block) {
        System.out.println("block from " + block.begin());
    }
}
