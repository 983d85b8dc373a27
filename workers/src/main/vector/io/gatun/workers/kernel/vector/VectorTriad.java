package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Triad;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link Triad}. */
final class VectorTriad implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    @Override
    public void run(Block block) {
        compute(
                block.write("a"),
                block.read("b"),
                block.read("c"),
                block.parameter("s"),
                block.begin(),
                Math.toIntExact(block.end() - block.begin()));
    }

    private static void compute(MemorySegment a, MemorySegment b, MemorySegment c, double s, long begin, int count) {
        int bound = SPECIES.loopBound(count);
        long offset = begin * Double.BYTES;
        DoubleVector factor = DoubleVector.broadcast(SPECIES, s);
        for (int i = 0; i < bound; i += SPECIES.length()) {
            long at = offset + (long) i * Double.BYTES;
            DoubleVector bLanes = DoubleVector.fromMemorySegment(SPECIES, b, at, NATIVE);
            DoubleVector cLanes = DoubleVector.fromMemorySegment(SPECIES, c, at, NATIVE);
            bLanes.add(factor.mul(cLanes)).intoMemorySegment(a, at, NATIVE);
        }
        for (long i = begin + bound; i < begin + count; i++) {
            double bValue = b.getAtIndex(JAVA_DOUBLE, i);
            double cValue = c.getAtIndex(JAVA_DOUBLE, i);
            a.setAtIndex(JAVA_DOUBLE, i, bValue + s * cValue);
        }
    }
}
