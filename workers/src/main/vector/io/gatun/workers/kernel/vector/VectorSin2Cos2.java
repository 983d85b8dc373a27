package io.gatun.workers.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.workers.kernel.Sin2Cos2;
import io.gatun.workers.kernel.SinCos;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector form of {@link Sin2Cos2}: the operations of {@link SinCos}, in the same order, lane by lane, and {@code SinCos}
 * itself for the numbers that do not fill a vector or are beyond its limit.
 *
 * <p>Angles are taken from Java arrays, but elements go straight to the shared array: one store for some sixty operations then
 * waits for memory while these go on, where the copy of a whole stage would be waited for.
 */
final class VectorSin2Cos2 implements Kernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = SPECIES.vectorShape().withLanes(long.class);

    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();

    /** Few enough that the arrays stay in the first cache. */
    private static final int STAGE = 512;

    /** The one number that changes none it is added to, −0 included. */
    private static final double NOTHING = -0.0;

    private final SinCos scalar = new SinCos();
    private final double[] indices = new double[STAGE];
    private final double[] x = new double[STAGE];

    VectorSin2Cos2() {
        for (int i = 0; i < STAGE; i++) {
            indices[i] = i;
        }
    }

    @Override
    public void run(Block block) {
        MemorySegment elements = block.write("y");
        boolean given = block.has("x");
        double differences = 0;
        for (long begin = block.begin(); begin < block.end(); begin += STAGE) {
            int count = (int) Math.min(STAGE, block.end() - begin);
            if (given) {
                MemorySegment.copy(block.read("x"), JAVA_DOUBLE, begin * Double.BYTES, x, 0, count);
                differences += compute(x, NOTHING, elements, begin, count, areNear(x, count));
            } else {
                differences += compute(indices, begin, elements, begin, count, begin + count <= SinCos.LIMIT);
            }
        }
        block.partial(Sin2Cos2.partial(block.end() - block.begin(), differences));
    }

    /** Fills y from an element on, and returns the sum of the differences from 1, which is exact in any order. */
    private double compute(double[] angles, double offset, MemorySegment y, long begin, int count, boolean near) {
        double differences = computeNear(angles, offset, y, begin * Double.BYTES, count);
        for (int i = SPECIES.loopBound(count); i < count; i++) {
            double value = Sin2Cos2.element(scalar, angles[i] + offset);
            y.setAtIndex(JAVA_DOUBLE, begin + i, value);
            differences += value - 1;
        }
        return near ? differences : replaceFar(angles, offset, y, begin, count);
    }

    /** Angles beyond the limit have done no harm in their lanes: they are computed again. */
    private double replaceFar(double[] angles, double offset, MemorySegment y, long begin, int count) {
        double differences = 0;
        for (int i = 0; i < count; i++) {
            double angle = angles[i] + offset;
            if (!SinCos.isNear(angle)) {
                y.setAtIndex(JAVA_DOUBLE, begin + i, Sin2Cos2.element(scalar, angle));
            }
            differences += y.getAtIndex(JAVA_DOUBLE, begin + i) - 1;
        }
        return differences;
    }

    /** Compares magnitudes as whole numbers, among which NaN is the largest. */
    private static boolean areNear(double[] x, int count) {
        LongVector magnitude = LongVector.broadcast(LONGS, Long.MAX_VALUE);
        LongVector largest = LongVector.zero(LONGS);
        int bound = SPECIES.loopBound(count);
        for (int i = 0; i < bound; i += SPECIES.length()) {
            LongVector bits = DoubleVector.fromArray(SPECIES, x, i).reinterpretAsLongs();
            largest = largest.max(bits.and(magnitude));
        }
        return largest.reduceLanes(VectorOperators.MAX) <= Double.doubleToRawLongBits(SinCos.LIMIT);
    }

    private static double computeNear(double[] x, double offset, MemorySegment y, long byteOffset, int count) {
        DoubleVector twoOverPi = DoubleVector.broadcast(SPECIES, SinCos.TWO_OVER_PI);
        DoubleVector rounder = DoubleVector.broadcast(SPECIES, SinCos.ROUNDER);
        DoubleVector minusP1 = DoubleVector.broadcast(SPECIES, -SinCos.P1);
        DoubleVector p2 = DoubleVector.broadcast(SPECIES, SinCos.P2);
        DoubleVector minusP2 = DoubleVector.broadcast(SPECIES, -SinCos.P2);
        DoubleVector minusP3 = DoubleVector.broadcast(SPECIES, -SinCos.P3);
        DoubleVector minusHalf = DoubleVector.broadcast(SPECIES, -0.5);
        DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector s1 = DoubleVector.broadcast(SPECIES, SinCos.S1);
        DoubleVector s2 = DoubleVector.broadcast(SPECIES, SinCos.S2);
        DoubleVector s3 = DoubleVector.broadcast(SPECIES, SinCos.S3);
        DoubleVector s4 = DoubleVector.broadcast(SPECIES, SinCos.S4);
        DoubleVector s5 = DoubleVector.broadcast(SPECIES, SinCos.S5);
        DoubleVector s6 = DoubleVector.broadcast(SPECIES, SinCos.S6);
        DoubleVector c1 = DoubleVector.broadcast(SPECIES, SinCos.C1);
        DoubleVector c2 = DoubleVector.broadcast(SPECIES, SinCos.C2);
        DoubleVector c3 = DoubleVector.broadcast(SPECIES, SinCos.C3);
        DoubleVector c4 = DoubleVector.broadcast(SPECIES, SinCos.C4);
        DoubleVector c5 = DoubleVector.broadcast(SPECIES, SinCos.C5);
        DoubleVector c6 = DoubleVector.broadcast(SPECIES, SinCos.C6);
        LongVector signBit = LongVector.broadcast(LONGS, Long.MIN_VALUE);
        LongVector oneQuadrant = LongVector.broadcast(LONGS, 1L << 62);

        DoubleVector base = DoubleVector.broadcast(SPECIES, offset);
        DoubleVector differences = DoubleVector.zero(SPECIES);
        int bound = SPECIES.loopBound(count);
        for (int i = 0; i < bound; i += SPECIES.length()) {
            DoubleVector angle = DoubleVector.fromArray(SPECIES, x, i).add(base);
            DoubleVector rounded = angle.fma(twoOverPi, rounder);
            DoubleVector k = rounded.sub(rounder);
            DoubleVector first = k.fma(minusP1, angle);
            DoubleVector r = first.sub(k.mul(p2));
            DoubleVector low = k.fma(minusP3, k.fma(minusP2, first.sub(r)));

            DoubleVector z = r.mul(r);
            DoubleVector w = z.fma(minusHalf, one);
            DoubleVector c = z.fma(c6, c5).fma(z, c4).fma(z, c3).fma(z, c2).fma(z, c1);
            c = w.sub(z.mul(z).fma(c, r.fma(low, z.fma(half, w.sub(one)))));
            DoubleVector s = z.fma(s6, s5).fma(z, s4).fma(z, s3).fma(z, s2).fma(z, s1);
            s = r.add(r.mul(z).fma(s, low));

            LongVector sBits = s.reinterpretAsLongs().or(r.reinterpretAsLongs().and(signBit));
            LongVector cBits = c.reinterpretAsLongs();
            LongVector quadrant = rounded.reinterpretAsLongs();
            VectorMask<Long> odd = quadrant.lanewise(VectorOperators.LSHL, 63).compare(VectorOperators.LT, 0);
            LongVector doubled = quadrant.lanewise(VectorOperators.LSHL, 62);
            LongVector sinSign = doubled.and(signBit);
            LongVector cosSign = doubled.add(oneQuadrant).and(signBit);
            DoubleVector sin = sBits.blend(cBits, odd)
                    .lanewise(VectorOperators.XOR, sinSign)
                    .reinterpretAsDoubles();
            DoubleVector cos = cBits.blend(sBits, odd)
                    .lanewise(VectorOperators.XOR, cosSign)
                    .reinterpretAsDoubles();
            DoubleVector value = sin.fma(sin, cos.mul(cos));
            value.intoMemorySegment(y, byteOffset + (long) i * Double.BYTES, NATIVE);
            differences = differences.add(value.sub(one));
        }
        return differences.reduceLanes(VectorOperators.ADD);
    }
}
