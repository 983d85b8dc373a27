package io.gatun.workers.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Sine and cosine to fifty digits, by the series of the angle that is left when multiples of π/2 are taken away.
 *
 * @param sin the sine
 * @param cos the cosine
 */
record ExactSinCos(BigDecimal sin, BigDecimal cos) {
    private static final MathContext DIGITS = new MathContext(50);

    /** The largest double has 309 digits before the point, and up to 20 more may cancel. */
    private static final int PI_BITS = 1400;

    private static final BigDecimal HALF_PI =
            new BigDecimal(machin()).divide(new BigDecimal(BigInteger.TWO.pow(PI_BITS + 1)));

    static ExactSinCos of(double x) {
        BigDecimal angle = new BigDecimal(x);
        BigDecimal quadrants = angle.divide(HALF_PI, 0, RoundingMode.HALF_EVEN);
        BigDecimal r = angle.subtract(HALF_PI.multiply(quadrants)).round(DIGITS);
        BigDecimal minusSquare = r.multiply(r, DIGITS).negate();
        BigDecimal sin = r;
        BigDecimal cos = BigDecimal.ONE;
        BigDecimal sinTerm = sin;
        BigDecimal cosTerm = cos;
        for (long n = 2; n < 50; n += 2) {
            cosTerm = cosTerm.multiply(minusSquare, DIGITS).divide(BigDecimal.valueOf((n - 1) * n), DIGITS);
            sinTerm = sinTerm.multiply(minusSquare, DIGITS).divide(BigDecimal.valueOf(n * (n + 1)), DIGITS);
            cos = cos.add(cosTerm, DIGITS);
            sin = sin.add(sinTerm, DIGITS);
        }
        return switch (quadrants.toBigInteger().mod(BigInteger.valueOf(4)).intValue()) {
            case 0 -> new ExactSinCos(sin, cos);
            case 1 -> new ExactSinCos(cos, sin.negate());
            case 2 -> new ExactSinCos(sin.negate(), cos.negate());
            default -> new ExactSinCos(cos.negate(), sin);
        };
    }

    /** π · 2ᵇ = 2ᵇ · (16 arctan 1/5 − 4 arctan 1/239). */
    private static BigInteger machin() {
        int guard = 64;
        BigInteger one = BigInteger.TWO.pow(PI_BITS + guard);
        return arctanOfInverse(5, one)
                .shiftLeft(4)
                .subtract(arctanOfInverse(239, one).shiftLeft(2))
                .shiftRight(guard);
    }

    private static BigInteger arctanOfInverse(long n, BigInteger one) {
        BigInteger power = one.divide(BigInteger.valueOf(n));
        BigInteger sum = power;
        for (long k = 3; power.signum() != 0; k += 2) {
            power = power.divide(BigInteger.valueOf(-n * n));
            sum = sum.add(power.divide(BigInteger.valueOf(k)));
        }
        return sum;
    }
}
