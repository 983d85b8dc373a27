package example;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.util.concurrent.CountDownLatch;

/** Sends its own process the signal {@code signal}. */
public final class SignalsItself implements Kernel {
    @Override
    public void run(Block block) throws Exception {
        String signal = "-" + (int) block.parameter("signal");
        new ProcessBuilder("kill", signal, Long.toString(ProcessHandle.current().pid())).start();
        new CountDownLatch(1).await();
    }
}
