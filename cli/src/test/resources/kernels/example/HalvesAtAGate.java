package example;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** {@code y[i] = x[i] / 2}; in the middle of the elements it waits while there is a file {@code gate}. */
public final class HalvesAtAGate implements Kernel {
    @Override
    public void run(Block block) {
        MemorySegment x = block.read("x");
        halve(block, x, block.write("y"));
    }

    static void halve(Block block, MemorySegment x, MemorySegment y) {
        for (long i = block.begin(); i < block.end(); i++) {
            y.setAtIndex(JAVA_DOUBLE, i, x.getAtIndex(JAVA_DOUBLE, i) / 2);
        }
        boolean isAtTheGate = Files.exists(Path.of("gate")) && (block.begin() / 100 % 5 == 4);
        if (isAtTheGate) {
            System.out.println("at the gate");
        }
        while (isAtTheGate && Files.exists(Path.of("gate"))) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
