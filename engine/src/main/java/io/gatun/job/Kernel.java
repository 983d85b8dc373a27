package io.gatun.job;

/**
 * A computation over the elements of arrays, in plain Java.
 *
 * <p>{@snippet :
 * public final class Scale implements Kernel {
 *   @Override public void run(Block block) {
 *     MemorySegment x = block.read("x"), y = block.write("y");
 *     double a = block.parameter("a");
 *     for (long i = block.begin(); i < block.end(); i++) {
 *       y.setAtIndex(JAVA_DOUBLE, i, a * x.getAtIndex(JAVA_DOUBLE, i));
 *     }
 *   }
 * }
 * }
 *
 * <p>A kernel is a public class with a public constructor without parameters. What it computes for an element must not
 * depend on which block, worker or attempt it is computed in.
 *
 * <p><b>Threads:</b> one object serves one thread of one worker process, block after block, so that it may keep scratch
 * memory in its fields. <b>Crash behaviour:</b> a kernel that takes its process down ends the job, not the coordinator.
 */
@FunctionalInterface
public interface Kernel {
    /**
     * Computes one block: reads and writes elements {@link Block#begin()} to {@link Block#end()} of the arrays, and leaves
     * the block's {@linkplain Block#partial partial} if the job reduces one.
     *
     * @throws Exception whatever goes wrong; it ends the job and arrives at the coordinator with its stack trace
     */
    void run(Block block) throws Exception;

    /** Returns what this kernel wants bound to it; the default asks for nothing and promises nothing. */
    default KernelSpec spec() {
        return KernelSpec.UNSPECIFIED;
    }
}
