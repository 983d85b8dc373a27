package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;

/** Kernels that come to {@link CrashPoint#KERNEL_AT_WORK} in the element that the parameter {@code at} says. */
public final class StepKernels {
    private StepKernels() {}

    /** {@code y = 2x}, {@code z = x + 1}, and the sum of y. */
    public static final class Write implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.read("x");
            MemorySegment y = block.write("y");
            MemorySegment z = block.write("z");
            long at = (long) block.parameter("at");
            double sum = 0;
            for (long i = block.begin(); i < block.end(); i++) {
                double value = x.getAtIndex(JAVA_DOUBLE, i);
                y.setAtIndex(JAVA_DOUBLE, i, 2 * value);
                if (i == at) {
                    CrashPoint.KERNEL_AT_WORK.reach();
                }
                z.setAtIndex(JAVA_DOUBLE, i, value + 1);
                sum += 2 * value;
            }
            block.partial(sum);
        }
    }

    /** {@code x = 3x + 1}, in place. */
    public static final class Change implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.write("x");
            long at = (long) block.parameter("at");
            for (long i = block.begin(); i < block.end(); i++) {
                x.setAtIndex(JAVA_DOUBLE, i, 3 * x.getAtIndex(JAVA_DOUBLE, i) + 1);
                if (i == at) {
                    CrashPoint.KERNEL_AT_WORK.reach();
                }
            }
        }
    }
}
