package io.gatun.workers.kernel;

/**
 * Sine and cosine of one number, both below one ulp of error for every finite double; NaN for an infinity and for NaN.
 *
 * <p>Within {@link #LIMIT} the quadrant k = x · 2/π is rounded by adding 1.5 · 2⁵². Three parts of π/2 are then taken from x
 * (Cody and Waite, with fused operations). P1 and P2 have 53 bits each:
 *
 * <ul>
 *   <li>{@code x − k·P1} is exact. It is a multiple of 2⁻⁴⁹, or of the last bit of x where |x| &lt; 8, and less than 1.
 *   <li>{@code k·P2} is rounded to p, and {@code r = (x − k·P1) − p} is rounded again. The fast sum of two recovers that
 *       rounding, since x − k·P1 is a multiple of p's last bit, and {@code fma(k, −P2, …)} that of p at the same time.
 *   <li>{@code k·P3} goes into the low part. What is left out is below 2⁻¹¹⁹, and no double from π/4 on is nearer to a
 *       multiple of π/2 than 2⁻⁶¹, so that r and its low part are right to 2⁻⁵⁸ of their sum.
 * </ul>
 *
 * <p>Beyond, {@link PayneHanek} does the same with as many bits of 2/π as it takes. Then come polynomials on [−π/4, π/4] with
 * fdlibm's coefficients, in which the low part counts to the first order.
 *
 * <p>The vector form repeats each of these operations, in this order, lane by lane: the bits are the same. Change both.
 *
 * <p><b>Threads:</b> one.
 *
 * @see <a href="https://www.netlib.org/fdlibm/">fdlibm, k_sin.c and k_cos.c</a>
 * @see <a href="https://doi.org/10.1145/3054947">Boldo, Graillat and Muller, On the robustness of the 2Sum and
 *     Fast2Sum algorithms, 2017</a>, for a sum of two whose first number is the smaller
 */
public final class SinCos {
    /** The largest magnitude that is reduced in three parts. */
    public static final double LIMIT = 0x1p40;

    /** 1.5 · 2⁵²: whoever adds it to a number below 2⁵¹ has the nearest whole number in the sum's last bits. */
    public static final double ROUNDER = 0x1.8p52;

    /** 2/π, rounded. */
    public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

    /** π/2 in three parts, and what P1 leaves, what P1 and P2 leave. */
    public static final double P1 = 0x1.921fb54442d18p0;

    /** See {@link #P1}. */
    public static final double P2 = 0x1.1a62633145c07p-54;

    /** See {@link #P1}. */
    public static final double P3 = -0x1.f1976b7ed8fbcp-110;

    /** sin r = r + S1·r³ + … + S6·r¹³. */
    public static final double S1 = -0.16666666666666632;

    /** See {@link #S1}. */
    public static final double S2 = 0.00833333333332249;

    /** See {@link #S1}. */
    public static final double S3 = -0.0001984126982985795;

    /** See {@link #S1}. */
    public static final double S4 = 2.7557313707070068e-6;

    /** See {@link #S1}. */
    public static final double S5 = -2.5050760253406863e-8;

    /** See {@link #S1}. */
    public static final double S6 = 1.58969099521155e-10;

    /** cos r = 1 − r²/2 − (C1·r⁴ + … + C6·r¹⁴). */
    public static final double C1 = -0.0416666666666666;

    /** See {@link #C1}. */
    public static final double C2 = 0.001388888888887411;

    /** See {@link #C1}. */
    public static final double C3 = -2.480158728947673e-5;

    /** See {@link #C1}. */
    public static final double C4 = 2.7557314351390663e-7;

    /** See {@link #C1}. */
    public static final double C5 = -2.087572321298175e-9;

    /** See {@link #C1}. */
    public static final double C6 = 1.1359647557788195e-11;

    private final PayneHanek payneHanek = new PayneHanek();
    private double sin;
    private double cos;

    /** Makes one; it holds the values of no number yet. */
    public SinCos() {}

    /** Tells whether a number is reduced in three parts, as a vector can. */
    public static boolean isNear(double x) {
        return Math.abs(x) <= LIMIT;
    }

    /** Computes both of a number. */
    public void of(double x) {
        if (isNear(x)) {
            double rounded = Math.fma(x, TWO_OVER_PI, ROUNDER);
            double k = rounded - ROUNDER;
            double first = Math.fma(k, -P1, x);
            double r = first - k * P2;
            double low = Math.fma(k, -P3, Math.fma(k, -P2, first - r));
            ofReduced(Double.doubleToRawLongBits(rounded), r, low);
        } else if (Double.isFinite(x)) {
            payneHanek.reduce(x);
            ofReduced(payneHanek.quadrant(), payneHanek.high(), payneHanek.low());
        } else {
            sin = Double.NaN;
            cos = Double.NaN;
        }
    }

    /** Returns the sine of the last number. */
    public double sin() {
        return sin;
    }

    /** Returns the cosine of the last number. */
    public double cos() {
        return cos;
    }

    /** Of r + low, moved on by as many quadrants as the last two bits say. */
    private void ofReduced(long quadrant, double r, double low) {
        double z = r * r;
        double w = Math.fma(z, -0.5, 1);
        double c = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(z, C6, C5), z, C4), z, C3), z, C2), z, C1);
        c = w - Math.fma(z * z, c, Math.fma(r, low, Math.fma(z, 0.5, w - 1)));
        double s = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(z, S6, S5), z, S4), z, S3), z, S2), z, S1);
        s = r + Math.fma(r * z, s, low);
        // The sum of −0 and +0 is +0: the sign of r, which is that of s, is put back.
        long sBits = Double.doubleToRawLongBits(s) | (Double.doubleToRawLongBits(r) & Long.MIN_VALUE);
        long cBits = Double.doubleToRawLongBits(c);
        boolean odd = (quadrant & 1) != 0;
        long sinSign = (quadrant << 62) & Long.MIN_VALUE;
        long cosSign = ((quadrant << 62) + (1L << 62)) & Long.MIN_VALUE;
        sin = Double.longBitsToDouble((odd ? cBits : sBits) ^ sinSign);
        cos = Double.longBitsToDouble((odd ? sBits : cBits) ^ cosSign);
    }
}
