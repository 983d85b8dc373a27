package io.gatun.workers.kernel;

/**
 * Takes multiples of π/2 from a double of any size: x = k · π/2 + r.
 *
 * <p>x is a whole number m of 53 bits times 2ᵉ. Of 2/π, 192 bits matter: those before them give multiples of 4 when multiplied
 * by x, and those behind less than 2⁻¹³⁷. The product with m, modulo 2¹⁹², has k modulo 4 in its first two bits and the
 * fraction behind. No double's fraction is nearer to 0 than 2⁻⁶², so that r is right to 2⁻⁷⁵ of itself before it is rounded.
 *
 * <p><b>Threads:</b> one.
 *
 * @see <a href="https://doi.org/10.1145/1057600.1057602">Payne and Hanek, Radian Reduction for Trigonometric Functions,
 *     1983</a>
 */
final class PayneHanek {
    /** The first 1280 bits of 2/π behind the point. The last bit of the largest double has the weight 2⁹⁷¹. */
    private static final long[] TWO_OVER_PI = {
        0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L,
        0xb7246e3a424dd2e0L, 0x06492eea09d1921cL, 0xfe1deb1cb129a73eL, 0xe88235f52ebb4484L,
        0xe99c7026b45f7e41L, 0x3991d639835339f4L, 0x9c845f8bbdf9283bL, 0x1ff897ffde05980fL,
        0xef2f118b5a0a6d1fL, 0x6d367ecf27cb09b7L, 0x4f463f669e5fea2dL, 0x7527bac7ebe5f17bL,
        0x3d0739f78a5292eaL, 0x6bfb5fb11f8d5d08L, 0x56033046fc7b6babL, 0xf0cfbc209af4361dL
    };

    private long quadrant;
    private double high;
    private double low;

    /** Reduces a finite number that is not subnormal. */
    void reduce(double x) {
        int exponent = Math.getExponent(x) - 52;
        long m = (Double.doubleToRawLongBits(x) & 0x000fffffffffffffL) | 0x0010000000000000L;
        // The window's first bit is to weigh 2 after the multiplication: bit number e − 1, counted from 1.
        int first = exponent - 2;
        long w0 = bits(first + 128);
        long w1 = bits(first + 64);
        long w2 = bits(first);
        long lowest = m * w0;
        long carried = Math.unsignedMultiplyHigh(m, w0);
        long middle = m * w1 + carried;
        long carry = Long.compareUnsigned(middle, carried) < 0 ? 1 : 0;
        long highest = m * w2 + Math.unsignedMultiplyHigh(m, w1) + carry;

        // Without its two bits of k, the fraction counts as a signed number: the upper half belongs to the next k.
        quadrant = highest >>> 62;
        long f2 = highest << 2 | middle >>> 62;
        long f1 = middle << 2 | lowest >>> 62;
        long f0 = lowest << 2;
        boolean negative = f2 < 0;
        if (negative) {
            quadrant++;
            f0 = -f0;
            f1 = f0 == 0 ? -f1 : ~f1;
            f2 = f0 == 0 && f1 == 0 ? -f2 : ~f2;
        }
        if (x < 0) {
            quadrant = -quadrant;
        }
        toRadians(f2, f1, f0, negative != x < 0);
    }

    /** Returns k; only the last two bits are right. */
    long quadrant() {
        return quadrant;
    }

    /** Returns the double nearest to r, or next to it. */
    double high() {
        return high;
    }

    /** Returns what is left of r. */
    double low() {
        return low;
    }

    /** Multiplies a fraction of 192 bits by π/2. */
    private void toRadians(long f2, long f1, long f0, boolean negative) {
        int zeros = Long.numberOfLeadingZeros(f2);
        if (zeros == 64) { // does not happen to a double, and would still be right
            toRadians(f1, f0, 0, negative);
            high *= 0x1p-64;
            low *= 0x1p-64;
            return;
        }
        long top = zeros == 0 ? f2 : f2 << zeros | f1 >>> (64 - zeros);
        long next = zeros == 0 ? f1 : f1 << zeros | f0 >>> (64 - zeros);
        double unit = Double.longBitsToDouble((1023L - 53 - zeros) << 52);
        double f = (top >>> 11) * (negative ? -unit : unit);
        double rest = ((top & 0x7ff) << 42 | next >>> 22) * 0x1p-53 * (negative ? -unit : unit);
        double product = f * SinCos.P1;
        double lost = Math.fma(f, SinCos.P1, -product) + Math.fma(f, SinCos.P2, rest * SinCos.P1);
        high = product + lost;
        low = product - high + lost;
    }

    /** Returns 64 bits of 2/π, from a position behind the point on, which may lie before it. */
    private static long bits(int position) {
        int word = Math.floorDiv(position, 64);
        int shift = Math.floorMod(position, 64);
        return shift == 0 ? word(word) : word(word) << shift | word(word + 1) >>> (64 - shift);
    }

    private static long word(int index) {
        return index < 0 ? 0 : TWO_OVER_PI[index];
    }
}
