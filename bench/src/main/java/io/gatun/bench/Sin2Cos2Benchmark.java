package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Sin2Cos2;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * The time of {@code y[i] = sin²(i) + cos²(i)} and the sum of {@code y}, for a million elements in a warm JVM.
 *
 * <p>{@link #kernel} is Gatun's, on one thread, over native memory and in blocks of the size that a job of a million elements
 * is cut into. {@link #javaLoop} is the baseline: what one would write without Gatun, a loop over a {@code double[]} with
 * {@link Math#sin} and {@link Math#cos}, on one thread. {@link #parallelStream} is the least effort to use all processors
 * within one JVM.
 *
 * <p>All three fill an array and return the sum. They do not add up alike: {@code javaLoop} plainly, the other two with
 * compensation, which is more work and less error.
 *
 * <p><b>What would be unfair:</b> to hold {@code parallelStream}, on all processors, against the others on one; to read any of
 * it as the time of a job, which starts processes whose JVMs are cold; and smaller angles, since both functions are faster
 * below π/4 than where they have to reduce.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class Sin2Cos2Benchmark {
    /** How many elements. */
    @Param("1000000")
    int elements;

    /** The elements of a block, for the kernel. */
    @Param("512")
    int blockElements;

    /** What the Java variants fill. */
    double[] values;

    private final Kernel kernel = new Sin2Cos2();
    private final Arena arena = Arena.ofShared(); // as a worker's memory is
    private InProcessBlock block;

    /** Allocates both arrays. */
    @Setup
    public void open() {
        values = new double[elements];
        block = new InProcessBlock().with("y", arena.allocate(JAVA_DOUBLE, elements));
    }

    /** Frees the native array. */
    @TearDown
    public void close() {
        arena.close();
    }

    /** Runs Gatun's kernel. */
    @Benchmark
    public double kernel() throws Exception {
        return block.run(kernel, elements, blockElements);
    }

    /** Runs a loop. */
    @Benchmark
    public double javaLoop() {
        double[] y = values;
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double sin = Math.sin(i);
            double cos = Math.cos(i);
            y[i] = sin * sin + cos * cos;
            sum += y[i];
        }
        return sum;
    }

    /** Runs the same on all processors. */
    @Benchmark
    public double parallelStream() {
        double[] y = values;
        return IntStream.range(0, y.length)
                .parallel()
                .mapToDouble(i -> {
                    double sin = Math.sin(i);
                    double cos = Math.cos(i);
                    y[i] = sin * sin + cos * cos;
                    return y[i];
                })
                .sum();
    }
}
