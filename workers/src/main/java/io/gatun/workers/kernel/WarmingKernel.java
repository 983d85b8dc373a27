package io.gatun.workers.kernel;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that begins in its scalar form and goes over to its vector form once that has been compiled. The elements and the
 * partials have the same bits either way, so that nobody sees when.
 *
 * <p>Compiling takes time that a short job does not have to spare: the {@linkplain WarmUp warm-up} begins when the kernel has
 * been at work for {@value WarmUp#WORK_MILLIS} ms, or when its process has {@linkplain #idle nothing to do}.
 *
 * <p><b>Threads:</b> one, that which runs the kernel.
 */
public final class WarmingKernel implements Kernel {
    private final Kernel scalar;
    private final WarmUp warmUp;
    private @Nullable Kernel vector;

    /**
     * Makes the kernel.
     *
     * @param scalar its scalar form
     * @param warmUp that of the vector form, the same for all kernels of a name in this process
     */
    public WarmingKernel(Kernel scalar, WarmUp warmUp) {
        this.scalar = scalar;
        this.warmUp = warmUp;
    }

    /**
     * Chooses the form for the blocks to come; to be called before each chunk.
     *
     * @return whether it is the vector form
     */
    public boolean choose() {
        if (vector != null) {
            return true;
        }
        if (warmUp.isDone()) {
            vector = warmUp.newVector();
            return true;
        }
        warmUp.wanted();
        return false;
    }

    /** To be called when the process has nothing to do: the vector form may be compiled now. Returns at once. */
    public void idle() {
        warmUp.begin();
    }

    @Override
    public KernelSpec spec() {
        return scalar.spec();
    }

    @Override
    public void run(Block block) throws Exception {
        if (vector == null) {
            long began = System.nanoTime();
            scalar.run(block);
            warmUp.worked((System.nanoTime() - began) / (double) Math.max(1, block.end() - block.begin()));
        } else {
            vector.run(block);
        }
    }
}
