package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.MinMax;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link MinMax}. */
final class VectorMinMax implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final double[] extremes = new double[2];

    @Override
    public void run(Block block) {
        compute(block.read("x"), block.begin(), Math.toIntExact(block.end() - block.begin()), extremes);
        block.partial(MinMax.oneNaN(extremes[0]), MinMax.oneNaN(extremes[1]));
    }

    private static void compute(MemorySegment x, long begin, int count, double[] extremes) {
        int length = SPECIES.length();
        int bound = count - count % (2 * length);
        DoubleVector minA = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
        DoubleVector minB = minA;
        DoubleVector maxA = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
        DoubleVector maxB = maxA;
        long offset = begin * Double.BYTES;
        for (int i = 0; i < bound; i += 2 * length) {
            long at = offset + (long) i * Double.BYTES;
            DoubleVector a = DoubleVector.fromMemorySegment(SPECIES, x, at, NATIVE);
            DoubleVector b = DoubleVector.fromMemorySegment(SPECIES, x, at + (long) length * Double.BYTES, NATIVE);
            minA = minA.min(a);
            maxA = maxA.max(a);
            minB = minB.min(b);
            maxB = maxB.max(b);
        }
        double min = minA.min(minB).reduceLanes(VectorOperators.MIN);
        double max = maxA.max(maxB).reduceLanes(VectorOperators.MAX);
        for (int i = bound; i < count; i++) {
            double value = x.getAtIndex(JAVA_DOUBLE, begin + i);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        extremes[0] = min;
        extremes[1] = max;
    }
}
