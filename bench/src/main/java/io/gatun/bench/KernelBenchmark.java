package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.workers.kernel.BuiltIn;
import io.gatun.workers.kernel.VectorKernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of each built-in kernel in each of its two forms, on one warm thread, block after block over native memory. Only
 * arrays that the kernel requires are bound, so that {@code sin2cos2} computes its angles.
 *
 * <p>With a million elements an array has 8 MB, which a last-level cache may hold; 32 million elements show the memory.
 *
 * <p><b>What would be unfair:</b> to read the scalar form's time as a cold worker's, whose code is not yet optimized; and to
 * multiply the vector forms' speed by the number of processors, which share the memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class KernelBenchmark {
    /** The kernel's name. */
    @Param({"axpy", "dot", "minmax", "moments", "scale", "sin2cos2", "sum", "triad"})
    String kernel;

    /** {@code scalar} or {@code vector}. */
    @Param({"scalar", "vector"})
    String form;

    /** How many elements. */
    @Param("1000000")
    int elements;

    /** The elements of a block. */
    @Param("512")
    int blockElements;

    /** Where the elements of a shared array begin too. */
    private static final int PAGE = 4096;

    private Kernel code;
    private final Arena arena = Arena.ofShared(); // as a worker's memory is
    private InProcessBlock block;

    /** Makes the kernel and its arrays. */
    @Setup
    public void open() {
        code = form.equals("scalar")
                ? BuiltIn.scalar(kernel)
                : VectorKernels.find()
                        .orElseThrow(() -> new IllegalStateException(
                                "form=" + form + " needs --add-modules " + VectorKernels.MODULE))
                        .form(kernel);
        block = new InProcessBlock();
        for (ArraySpec spec : BuiltIn.scalar(kernel).spec().arrays()) {
            if (spec.required()) {
                MemorySegment array = arena.allocate((long) elements * Double.BYTES, PAGE);
                for (int i = 0; i < elements; i++) {
                    array.setAtIndex(JAVA_DOUBLE, i, i % 1000 / 1000.0);
                }
                block.with(spec.name(), array);
            }
        }
    }

    /** Frees the arrays. */
    @TearDown
    public void close() {
        arena.close();
    }

    /** Runs the kernel over all elements; returns the sum of the first numbers of its partials. */
    @Benchmark
    public double run() throws Exception {
        return block.run(code, elements, blockElements);
    }
}
