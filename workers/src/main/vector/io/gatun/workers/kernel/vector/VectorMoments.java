package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Lanes;
import io.gatun.workers.kernel.Moments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector form of {@link Moments}. */
final class VectorMoments implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    private final Lanes[] sums = {new Lanes(), new Lanes(), new Lanes(), new Lanes()};

    @Override
    public void run(Block block) {
        for (Lanes sum : sums) {
            sum.clear();
        }
        int count = Math.toIntExact(block.end() - block.begin());
        MemorySegment x = block.read("x");
        double about = block.parameter("about");
        int bound = count & -Lanes.COUNT;
        add(x, about, block.begin(), bound);
        for (int i = bound; i < count; i++) {
            double difference = x.getAtIndex(JAVA_DOUBLE, block.begin() + i) - about;
            double square = difference * difference;
            sums[0].add(i, difference);
            sums[1].add(i, square);
            sums[2].add(i, square * difference);
            sums[3].add(i, square * square);
        }
        block.partial(sums[0].value(), sums[1].value(), sums[2].value(), sums[3].value());
    }

    /** One vector at a time; the block is gone through again for each of the other lanes. */
    private void add(MemorySegment x, double about, long begin, int bound) {
        DoubleVector center = DoubleVector.broadcast(SPECIES, about);
        for (int lane = 0; lane < Lanes.COUNT; lane += SPECIES.length()) {
            DoubleVector sum1 = DoubleVector.fromArray(SPECIES, sums[0].sums(), lane);
            DoubleVector lost1 = DoubleVector.fromArray(SPECIES, sums[0].lost(), lane);
            DoubleVector sum2 = DoubleVector.fromArray(SPECIES, sums[1].sums(), lane);
            DoubleVector lost2 = DoubleVector.fromArray(SPECIES, sums[1].lost(), lane);
            DoubleVector sum3 = DoubleVector.fromArray(SPECIES, sums[2].sums(), lane);
            DoubleVector lost3 = DoubleVector.fromArray(SPECIES, sums[2].lost(), lane);
            DoubleVector sum4 = DoubleVector.fromArray(SPECIES, sums[3].sums(), lane);
            DoubleVector lost4 = DoubleVector.fromArray(SPECIES, sums[3].lost(), lane);
            long offset = (begin + lane) * Double.BYTES;
            for (int i = 0; i < bound; i += Lanes.COUNT) {
                long at = offset + (long) i * Double.BYTES;
                DoubleVector difference =
                        DoubleVector.fromMemorySegment(SPECIES, x, at, NATIVE).sub(center);
                DoubleVector square = difference.mul(difference);
                DoubleVector cube = square.mul(difference);
                DoubleVector fourth = square.mul(square);
                DoubleVector total1 = sum1.add(difference);
                DoubleVector from1 = total1.sub(sum1);
                DoubleVector error1 = sum1.sub(total1.sub(from1)).add(difference.sub(from1));
                lost1 = lost1.add(error1);
                sum1 = total1;
                DoubleVector total2 = sum2.add(square);
                DoubleVector from2 = total2.sub(sum2);
                DoubleVector error2 = sum2.sub(total2.sub(from2)).add(square.sub(from2));
                lost2 = lost2.add(error2);
                sum2 = total2;
                DoubleVector total3 = sum3.add(cube);
                DoubleVector from3 = total3.sub(sum3);
                DoubleVector error3 = sum3.sub(total3.sub(from3)).add(cube.sub(from3));
                lost3 = lost3.add(error3);
                sum3 = total3;
                DoubleVector total4 = sum4.add(fourth);
                DoubleVector from4 = total4.sub(sum4);
                DoubleVector error4 = sum4.sub(total4.sub(from4)).add(fourth.sub(from4));
                lost4 = lost4.add(error4);
                sum4 = total4;
            }
            sum1.intoArray(sums[0].sums(), lane);
            lost1.intoArray(sums[0].lost(), lane);
            sum2.intoArray(sums[1].sums(), lane);
            lost2.intoArray(sums[1].lost(), lane);
            sum3.intoArray(sums[2].sums(), lane);
            lost3.intoArray(sums[2].lost(), lane);
            sum4.intoArray(sums[3].sums(), lane);
            lost4.intoArray(sums[3].lost(), lane);
        }
    }
}
