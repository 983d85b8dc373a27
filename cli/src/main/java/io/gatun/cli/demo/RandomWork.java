package io.gatun.cli.demo;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** A kernel that takes its time: for each block up to ten milliseconds, drawn by the block. */
public final class RandomWork implements Kernel {
    private static final long MOST_NANOS = 10_000_000;

    /** Makes one. */
    public RandomWork() {}

    @Override
    public void run(Block block) {
        LockSupport.parkNanos(new SplittableRandom(block.begin()).nextLong(MOST_NANOS)); // stands for what work does
    }
}
