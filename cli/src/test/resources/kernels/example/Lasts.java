package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.time.Duration;

/** Takes {@code seconds} for each block. */
public final class Lasts implements Kernel {
    @Override
    public void run(Block block) throws InterruptedException {
        Thread.sleep(Duration.ofSeconds((long) block.parameter("seconds")));
    }
}
