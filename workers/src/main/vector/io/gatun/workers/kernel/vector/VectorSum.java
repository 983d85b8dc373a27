package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Lanes;
import io.gatun.workers.kernel.Sum;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link Sum}. */
final class VectorSum implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final Lanes sum = new Lanes();

    @Override
    public void run(Block block) {
        sum.clear();
        add(block.read("x"), block.begin(), Math.toIntExact(block.end() - block.begin()));
        block.partial(sum.value());
    }

    /** Four vectors at a time; where those have fewer lanes than there are, the block is gone through again for the others. */
    private void add(MemorySegment x, long begin, int count) {
        int bound = count & -Lanes.COUNT;
        int length = SPECIES.length();
        long vectorBytes = SPECIES.vectorByteSize();
        double[] sums = sum.sums();
        double[] lost = sum.lost();
        for (int lane = 0; lane < Lanes.COUNT; lane += 4 * length) {
            DoubleVector sumA = DoubleVector.fromArray(SPECIES, sums, lane);
            DoubleVector sumB = DoubleVector.fromArray(SPECIES, sums, lane + length);
            DoubleVector sumC = DoubleVector.fromArray(SPECIES, sums, lane + 2 * length);
            DoubleVector sumD = DoubleVector.fromArray(SPECIES, sums, lane + 3 * length);
            DoubleVector lostA = DoubleVector.fromArray(SPECIES, lost, lane);
            DoubleVector lostB = DoubleVector.fromArray(SPECIES, lost, lane + length);
            DoubleVector lostC = DoubleVector.fromArray(SPECIES, lost, lane + 2 * length);
            DoubleVector lostD = DoubleVector.fromArray(SPECIES, lost, lane + 3 * length);
            long offset = (begin + lane) * Double.BYTES;
            for (int i = 0; i < bound; i += Lanes.COUNT) {
                long atA = offset + (long) i * Double.BYTES;
                long atB = atA + vectorBytes;
                long atC = atB + vectorBytes;
                long atD = atC + vectorBytes;
                DoubleVector valueA = DoubleVector.fromMemorySegment(SPECIES, x, atA, NATIVE);
                DoubleVector totalA = sumA.add(valueA);
                DoubleVector fromA = totalA.sub(sumA);
                lostA = lostA.add(sumA.sub(totalA.sub(fromA)).add(valueA.sub(fromA)));
                sumA = totalA;
                DoubleVector valueB = DoubleVector.fromMemorySegment(SPECIES, x, atB, NATIVE);
                DoubleVector totalB = sumB.add(valueB);
                DoubleVector fromB = totalB.sub(sumB);
                lostB = lostB.add(sumB.sub(totalB.sub(fromB)).add(valueB.sub(fromB)));
                sumB = totalB;
                DoubleVector valueC = DoubleVector.fromMemorySegment(SPECIES, x, atC, NATIVE);
                DoubleVector totalC = sumC.add(valueC);
                DoubleVector fromC = totalC.sub(sumC);
                lostC = lostC.add(sumC.sub(totalC.sub(fromC)).add(valueC.sub(fromC)));
                sumC = totalC;
                DoubleVector valueD = DoubleVector.fromMemorySegment(SPECIES, x, atD, NATIVE);
                DoubleVector totalD = sumD.add(valueD);
                DoubleVector fromD = totalD.sub(sumD);
                lostD = lostD.add(sumD.sub(totalD.sub(fromD)).add(valueD.sub(fromD)));
                sumD = totalD;
            }
            sumA.intoArray(sums, lane);
            sumB.intoArray(sums, lane + length);
            sumC.intoArray(sums, lane + 2 * length);
            sumD.intoArray(sums, lane + 3 * length);
            lostA.intoArray(lost, lane);
            lostB.intoArray(lost, lane + length);
            lostC.intoArray(lost, lane + 2 * length);
            lostD.intoArray(lost, lane + 3 * length);
        }
        for (int i = bound; i < count; i++) {
            sum.add(i, x.getAtIndex(JAVA_DOUBLE, begin + i));
        }
    }
}
