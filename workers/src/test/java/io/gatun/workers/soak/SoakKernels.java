package io.gatun.workers.soak;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** Kernels that take their time, so that a kill hits them. */
public final class SoakKernels {
    private SoakKernels() {}

    /** {@code y = a · x}, and the sum of y; a millisecond a block, half of it before and half behind the stores. */
    public static final class SlowScale implements Kernel {
        @Override
        public void run(Block block) {
            pass(500_000);
            MemorySegment x = block.read("x");
            MemorySegment y = block.write("y");
            double a = block.parameter("a");
            double sum = 0;
            for (long i = block.begin(); i < block.end(); i++) {
                double value = a * x.getAtIndex(JAVA_DOUBLE, i);
                y.setAtIndex(JAVA_DOUBLE, i, value);
                sum += value;
            }
            pass(500_000);
            block.partial(sum);
        }
    }

    /**
     * {@code y = a · y + i}, and the sum of y before; each element depends on how often this was done, and a block is half done most
     * of the time.
     */
    public static final class SlowAffine implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment y = block.write("y");
            double a = block.parameter("a");
            double sum = 0;
            long pause = Math.max(1, (block.end() - block.begin()) / 4);
            for (long i = block.begin(); i < block.end(); i++) {
                double old = y.getAtIndex(JAVA_DOUBLE, i);
                sum += old;
                y.setAtIndex(JAVA_DOUBLE, i, a * old + i);
                if (i % pause == 0) {
                    pass(200_000);
                }
            }
            block.partial(sum);
        }
    }

    /** Leaves a partial of as many numbers as the parameter says, each another function of the block's first element. */
    public static final class WideResult implements Kernel {
        @Override
        public void run(Block block) {
            double[] partial = new double[(int) block.parameter("width")];
            for (int position = 0; position < partial.length; position++) {
                partial[position] = Math.sqrt(block.begin() + position);
            }
            pass(100_000);
            block.partial(partial);
        }
    }

    private static void pass(long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(nanos / 4);
        }
    }
}
