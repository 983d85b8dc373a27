package io.gatun.bench.peers;

import io.gatun.job.Block;
import io.gatun.job.Kernel;

/** A kernel that touches nothing, so that a job takes what Gatun itself needs. */
public final class NoWork implements Kernel {
    /** Makes the kernel; a worker process does. */
    public NoWork() {}

    @Override
    public void run(Block block) {}
}
