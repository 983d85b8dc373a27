package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Ends its process with the exit code {@code code}, without a word. */
public final class Halts implements Kernel {
    @Override
    public void run(Block block) {
        Runtime.getRuntime().halt((int) block.parameter("code"));
    }
}
