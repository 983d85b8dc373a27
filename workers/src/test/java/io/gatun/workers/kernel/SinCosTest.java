package io.gatun.workers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;

final class SinCosTest {
    private final SinCos sinCos = new SinCos();
    private final Random random = new Random(42);

    @Test
    void specialNumbersAreBelowOneUlp() {
        for (double x : Numbers.special()) {
            if (Double.isFinite(x)) {
                assertBelowOneUlp(x);
                assertBelowOneUlp(-x);
            }
        }
    }

    @Test
    void everyBinadeIsBelowOneUlp() {
        for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
            int samples = Math.abs(exponent) <= 45 ? 100 : 2;
            for (int i = 0; i < samples; i++) {
                assertBelowOneUlp(Math.scalb(1 + random.nextDouble(), exponent) * (random.nextBoolean() ? 1 : -1));
            }
        }
    }

    @Test
    void neighboursOfMultiplesOfHalfPiAreBelowOneUlp() {
        for (int i = 0; i < 1000; i++) {
            double multiple = (1L << random.nextInt(40)) * random.nextDouble();
            double x = Math.rint(multiple) * (Math.PI / 2);
            assertBelowOneUlp(x);
            assertBelowOneUlp(Math.nextUp(x));
            assertBelowOneUlp(Math.nextDown(x));
        }
    }

    /** Two doubles that are each within one ulp of the same number are at most two apart. */
    @Test
    void agreesWithStrictMathAndCommonsMath() {
        for (int i = 0; i < 200_000; i++) {
            double x = i < 100_000 ? i : random.nextGaussian() * Math.scalb(1.0, random.nextInt(80) - 20);
            sinCos.of(x);
            assertWithinTwoUlps(x, sinCos.sin(), StrictMath::sin);
            assertWithinTwoUlps(x, sinCos.cos(), StrictMath::cos);
            assertWithinTwoUlps(x, sinCos.sin(), FastMath::sin);
            assertWithinTwoUlps(x, sinCos.cos(), FastMath::cos);
        }
    }

    @Test
    void zerosKeepTheirSignsAndSubnormalsAreTheirOwnSines() {
        for (double x : new double[] {0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 0x1p-1030, -0x1p-1030}) {
            sinCos.of(x);
            assertEquals(x, sinCos.sin()); // tells the zeros apart
            assertEquals(1.0, sinCos.cos());
        }
    }

    @Test
    void infinitiesAndNaNGiveNaN() {
        for (double x : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            sinCos.of(x);
            assertTrue(Double.isNaN(sinCos.sin()));
            assertTrue(Double.isNaN(sinCos.cos()));
        }
    }

    private void assertBelowOneUlp(double x) {
        sinCos.of(x);
        ExactSinCos exact = ExactSinCos.of(x);
        assertBelowOneUlp("sin " + x, exact.sin(), sinCos.sin());
        assertBelowOneUlp("cos " + x, exact.cos(), sinCos.cos());
    }

    private static void assertBelowOneUlp(String what, BigDecimal exact, double value) {
        BigDecimal ulp = new BigDecimal(Math.ulp(exact.doubleValue()));
        BigDecimal error = new BigDecimal(value).subtract(exact).abs().divide(ulp, MathContext.DECIMAL32);
        assertTrue(error.compareTo(BigDecimal.ONE) < 0, () -> what + " is off by " + error + " ulp");
    }

    private static void assertWithinTwoUlps(double x, double value, DoubleUnaryOperator reference) {
        double expected = reference.applyAsDouble(x);
        assertEquals(expected, value, 2 * Math.ulp(expected), () -> "of " + x);
    }
}
