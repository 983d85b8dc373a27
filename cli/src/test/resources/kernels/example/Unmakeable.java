package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Cannot be made: its constructor throws. */
public final class Unmakeable implements Kernel {
    public Unmakeable() {
        throw new IllegalStateException("no licence");
    }

    @Override
    public void run(Block block) {}
}
