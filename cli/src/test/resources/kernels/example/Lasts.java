package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.util.concurrent.locks.LockSupport;

/** Takes {@code seconds} for each block. */
public final class Lasts implements Kernel {
    @Override
    public void run(Block block) {
        long deadline = System.nanoTime() + (long) (block.parameter("seconds") * 1e9);
        while (System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
