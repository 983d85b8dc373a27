package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Dot;
import io.gatun.workers.kernel.Lanes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link Dot}. */
final class VectorDot implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final Lanes sum = new Lanes();

    @Override
    public void run(Block block) {
        sum.clear();
        add(block.read("x"), block.read("y"), block.begin(), Math.toIntExact(block.end() - block.begin()));
        block.partial(sum.value());
    }

    /** Four vectors at a time; where those have fewer lanes than there are, the block is gone through again for the others. */
    private void add(MemorySegment x, MemorySegment y, long begin, int count) {
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
                DoubleVector xA = DoubleVector.fromMemorySegment(SPECIES, x, atA, NATIVE);
                DoubleVector yA = DoubleVector.fromMemorySegment(SPECIES, y, atA, NATIVE);
                DoubleVector productA = xA.mul(yA);
                DoubleVector totalA = sumA.add(productA);
                DoubleVector fromA = totalA.sub(sumA);
                DoubleVector errorA = sumA.sub(totalA.sub(fromA)).add(productA.sub(fromA));
                lostA = lostA.add(errorA.add(xA.fma(yA, productA.neg())));
                sumA = totalA;
                DoubleVector xB = DoubleVector.fromMemorySegment(SPECIES, x, atB, NATIVE);
                DoubleVector yB = DoubleVector.fromMemorySegment(SPECIES, y, atB, NATIVE);
                DoubleVector productB = xB.mul(yB);
                DoubleVector totalB = sumB.add(productB);
                DoubleVector fromB = totalB.sub(sumB);
                DoubleVector errorB = sumB.sub(totalB.sub(fromB)).add(productB.sub(fromB));
                lostB = lostB.add(errorB.add(xB.fma(yB, productB.neg())));
                sumB = totalB;
                DoubleVector xC = DoubleVector.fromMemorySegment(SPECIES, x, atC, NATIVE);
                DoubleVector yC = DoubleVector.fromMemorySegment(SPECIES, y, atC, NATIVE);
                DoubleVector productC = xC.mul(yC);
                DoubleVector totalC = sumC.add(productC);
                DoubleVector fromC = totalC.sub(sumC);
                DoubleVector errorC = sumC.sub(totalC.sub(fromC)).add(productC.sub(fromC));
                lostC = lostC.add(errorC.add(xC.fma(yC, productC.neg())));
                sumC = totalC;
                DoubleVector xD = DoubleVector.fromMemorySegment(SPECIES, x, atD, NATIVE);
                DoubleVector yD = DoubleVector.fromMemorySegment(SPECIES, y, atD, NATIVE);
                DoubleVector productD = xD.mul(yD);
                DoubleVector totalD = sumD.add(productD);
                DoubleVector fromD = totalD.sub(sumD);
                DoubleVector errorD = sumD.sub(totalD.sub(fromD)).add(productD.sub(fromD));
                lostD = lostD.add(errorD.add(xD.fma(yD, productD.neg())));
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
            sum.addProduct(i, x.getAtIndex(JAVA_DOUBLE, begin + i), y.getAtIndex(JAVA_DOUBLE, begin + i));
        }
    }
}
