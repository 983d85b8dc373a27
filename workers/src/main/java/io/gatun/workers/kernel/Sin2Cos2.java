package io.gatun.workers.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Binding;
import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.job.Reduction;
import io.gatun.segment.DType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@code y[i] = sin²(x[i]) + cos²(x[i])}, with {@code x[i] = i} where the job binds no {@code x}; the sum of {@code y} is the
 * number of elements.
 *
 * <p><b>Accuracy:</b> {@link SinCos} is within one ulp, so that a square is wrong by at most 2⁻⁵¹ of itself, and the element by
 * at most 2⁻⁵¹ + 2⁻⁵³ for the rounding of the one square and 2⁻⁵³ for that of the sum: less than {@link #MAX_ERROR} = 2⁻⁵⁰.
 * The differences of the elements from 1 are multiples of 2⁻⁵³, so that a block's sum of them is exact; its partial, the
 * number of elements plus this sum, is rounded once by at most 2⁻⁵³ of itself, and so is the sum of all partials: with
 * {@code n} elements the result is within {@code n} · {@link #MAX_MEAN_ERROR} of {@code n}.
 */
public final class Sin2Cos2 implements Kernel {
    /** How far an element of {@code y} may be from 1, for any finite {@code x}. */
    public static final double MAX_ERROR = 0x1p-50;

    /** How far the result may be from the number of elements, for each of them. */
    public static final double MAX_MEAN_ERROR = MAX_ERROR + 0x1p-52;

    private static final KernelSpec SPEC = new KernelSpec(
            "y = sin²(x) + cos²(x), with x[i] = i where no x is given; the sum of y is the number of elements",
            List.of(
                    new ArraySpec("x", DType.FLOAT64, Binding.READ, false),
                    new ArraySpec("y", DType.FLOAT64, Binding.WRITE, true)),
            List.of(),
            List.of(Reduction.SUM));

    private final double[] stage = new double[Lanes.STAGE];
    private final SinCos sinCos = new SinCos();

    /** Makes the kernel. */
    public Sin2Cos2() {}

    /** Returns the share that a block leaves. */
    public static double partial(long elements, double differences) {
        return Double.isNaN(differences) ? Double.NaN : elements + differences;
    }

    @Override
    public KernelSpec spec() {
        return SPEC;
    }

    /**
     * {@inheritDoc}
     *
     * @implNote Elements are computed in a Java array and copied out: a cold JVM runs array code at full speed long before it
     *     does so with memory segments.
     */
    @Override
    public void run(Block block) {
        MemorySegment y = block.write("y");
        double differences = 0;
        for (long begin = block.begin(); begin < block.end(); begin += Lanes.STAGE) {
            int count = (int) Math.min(Lanes.STAGE, block.end() - begin);
            if (block.has("x")) {
                MemorySegment.copy(block.read("x"), JAVA_DOUBLE, begin * Double.BYTES, stage, 0, count);
            } else {
                for (int i = 0; i < count; i++) {
                    stage[i] = begin + i;
                }
            }
            for (int i = 0; i < count; i++) {
                double value = element(sinCos, stage[i]);
                stage[i] = value;
                differences += value - 1;
            }
            MemorySegment.copy(stage, 0, y, JAVA_DOUBLE, begin * Double.BYTES, count);
        }
        block.partial(partial(block.end() - block.begin(), differences));
    }

    /**
     * Returns an element.
     *
     * @implNote A method of its own: it is called often enough to be compiled early, long before a loop is replaced.
     */
    public static double element(SinCos sinCos, double x) {
        sinCos.of(x);
        double sin = sinCos.sin();
        double cos = sinCos.cos();
        return Math.fma(sin, sin, cos * cos);
    }
}
