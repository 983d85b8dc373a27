package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** Cannot be loaded: its initializer throws. */
public final class Unloadable implements Kernel {
    static final int ANSWER = Integer.parseInt("forty-two");

    @Override
    public void run(Block block) {}
}
