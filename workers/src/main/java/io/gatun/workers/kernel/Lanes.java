package io.gatun.workers.kernel;

import java.util.Arrays;

/**
 * Sums of doubles in {@value #COUNT} lanes, element i of a block in lane i modulo {@value #COUNT}, each with what its
 * additions round away. A processor's vector has 1, 2, 4 or 8 of the lanes: the bits of the sum do not depend on which, nor on
 * whether there is a vector at all.
 *
 * <p>The error is that of {@link io.gatun.job.CompensatedSum}: one rounding of the result, plus some 10⁻³² of the sum of
 * magnitudes for each addend.
 *
 * <p><b>Threads:</b> one.
 *
 * @see <a href="https://doi.org/10.1137/030601818">Ogita, Rump and Oishi, Accurate Sum and Dot Product, 2005</a>
 */
public final class Lanes {
    /** How many lanes; a power of two. With four vectors of 8 a sum over memory takes an eighth less than with two. */
    public static final int COUNT = 32;

    /** How many elements kernels take into a Java array at once; a multiple of {@link #COUNT}. */
    public static final int STAGE = 4096;

    private final double[] sums = new double[COUNT];
    private final double[] lost = new double[COUNT];

    /** Makes sums of nothing. */
    public Lanes() {}

    /** Returns the sums, as they are: for a vector form to read and replace. */
    public double[] sums() {
        return sums;
    }

    /** Returns what the sums have lost, as {@link #sums}. */
    public double[] lost() {
        return lost;
    }

    /** Sets all to 0. */
    public void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(lost, 0);
    }

    /**
     * Adds a number.
     *
     * @param element counted from the start of the block
     */
    public void add(int element, double value) {
        addExact(element & (COUNT - 1), value, 0);
    }

    /** Adds the product of two numbers, without its rounding. */
    public void addProduct(int element, double x, double y) {
        double product = x * y;
        addExact(element & (COUNT - 1), product, Math.fma(x, y, -product));
    }

    private void addExact(int lane, double value, double more) {
        double sum = sums[lane];
        double total = sum + value;
        double fromValue = total - sum;
        lost[lane] += ((sum - (total - fromValue)) + (value - fromValue)) + more;
        sums[lane] = total;
    }

    /** Returns the sum of all; infinite or NaN, and always the same NaN, as the plain sum would be. The lanes are used up. */
    public double value() {
        // Halves are added, which waits for fewer roundings than one lane after the other.
        for (int half = COUNT / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                addExact(lane, sums[lane + half], lost[lane + half]);
            }
        }
        if (!Double.isFinite(sums[0])) {
            return Double.isNaN(sums[0]) ? Double.NaN : sums[0];
        }
        return sums[0] + lost[0];
    }
}
