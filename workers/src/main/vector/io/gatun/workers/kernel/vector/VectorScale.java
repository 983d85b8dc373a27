package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Scale;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link Scale}. */
final class VectorScale implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    @Override
    public void run(Block block) {
        compute(
                block.write("y"),
                block.read("x"),
                block.parameter("a"),
                block.begin(),
                Math.toIntExact(block.end() - block.begin()));
    }

    private static void compute(MemorySegment y, MemorySegment x, double a, long begin, int count) {
        int bound = SPECIES.loopBound(count);
        long offset = begin * Double.BYTES;
        DoubleVector factor = DoubleVector.broadcast(SPECIES, a);
        for (int i = 0; i < bound; i += SPECIES.length()) {
            long at = offset + (long) i * Double.BYTES;
            DoubleVector xLanes = DoubleVector.fromMemorySegment(SPECIES, x, at, NATIVE);
            factor.mul(xLanes).intoMemorySegment(y, at, NATIVE);
        }
        for (long i = begin + bound; i < begin + count; i++) {
            double xValue = x.getAtIndex(JAVA_DOUBLE, i);
            y.setAtIndex(JAVA_DOUBLE, i, a * xValue);
        }
    }
}
