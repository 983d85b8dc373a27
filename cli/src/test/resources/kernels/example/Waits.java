package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.util.concurrent.CountDownLatch;

/** Says that it waits, and waits for ever. */
public final class Waits implements Kernel {
    @Override
    public void run(Block block) throws InterruptedException {
        System.out.println("waits");
        new CountDownLatch(1).await();
    }
}
