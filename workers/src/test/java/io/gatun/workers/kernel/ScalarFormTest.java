package io.gatun.workers.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Kernel;
import java.math.BigDecimal;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The scalar forms against exact arithmetic; the vector forms have the same bits. */
final class ScalarFormTest {
    private static final int ELEMENTS = 5000;

    private final double[] x = new double[ELEMENTS];
    private final double[] y = new double[ELEMENTS];

    /** Numbers whose plain sum keeps no digit: each large one has its opposite. */
    ScalarFormTest() {
        Random random = new Random(42);
        for (int i = 0; i < ELEMENTS; i += 2) {
            x[i] = random.nextGaussian() * 1e16;
            x[i + 1] = -x[i] + random.nextGaussian();
            y[i] = random.nextGaussian();
            y[i + 1] = y[i];
        }
    }

    @Test
    void sumIsTheExactSumRoundedNearly() throws Exception {
        BigDecimal exact = BigDecimal.ZERO;
        for (double value : x) {
            exact = exact.add(new BigDecimal(value));
        }
        assertEquals(exact.doubleValue(), partial(new Sum())[0], Math.ulp(exact.doubleValue()));
    }

    @Test
    void dotIsTheExactDotProductRoundedNearly() throws Exception {
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < ELEMENTS; i++) {
            exact = exact.add(new BigDecimal(x[i]).multiply(new BigDecimal(y[i])));
        }
        // The errors of ELEMENTS products are themselves added with roundings: 5000² · 2⁻¹⁰⁶ of the sum of magnitudes.
        assertEquals(exact.doubleValue(), partial(new Dot())[0], 1e-24 * ELEMENTS * 1e16);
    }

    @Test
    void momentsAreTheSumsOfPowersAboutTheParameter() throws Exception {
        try (PrivateBlock block = new PrivateBlock(1, ELEMENTS - 1, 0.25).with("x", y)) {
            double[] moments = block.run(new Moments()).partial();
            for (int k = 1; k <= 4; k++) {
                BigDecimal exact = BigDecimal.ZERO;
                BigDecimal magnitudes = BigDecimal.ZERO;
                for (int i = 1; i < ELEMENTS - 1; i++) {
                    BigDecimal power = new BigDecimal(y[i] - 0.25).pow(k);
                    exact = exact.add(power);
                    magnitudes = magnitudes.add(power.abs());
                }
                assertEquals(exact.doubleValue(), moments[k - 1], 4 * 0x1p-53 * magnitudes.doubleValue());
            }
        }
    }

    @Test
    void minMaxTellsZerosApartAndIsNaNIfAnyIs() throws Exception {
        assertArrayEquals(new double[] {-0.0, 0.0}, minMax(0.0, -0.0, 0.0));
        assertArrayEquals(new double[] {-2, 7}, minMax(3, -2, 7, 1));
        assertArrayEquals(
                new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY},
                minMax(1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, minMax(1, Double.NaN, 2));
    }

    @Test
    void sumsOfInfinitiesAreThoseOfPlainAddition() throws Exception {
        assertEquals(Double.POSITIVE_INFINITY, sum(1, Double.POSITIVE_INFINITY, 2));
        assertEquals(Double.NEGATIVE_INFINITY, sum(1, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(sum(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)));
        assertTrue(Double.isNaN(sum(1, Double.NaN)));
        assertEquals(0, sum());
    }

    @Test
    void sin2Cos2LeavesTheNumberOfElementsAndNaNForNaN() throws Exception {
        try (PrivateBlock block = new PrivateBlock(3, 4000, 0).with("y", 4005)) {
            double[] values = block.run(new Sin2Cos2()).array("y");
            assertEquals(3997, block.partial()[0], 3997 * Sin2Cos2.MAX_MEAN_ERROR);
            for (int i = 3; i < 4000; i++) {
                assertEquals(1, values[i], Sin2Cos2.MAX_ERROR);
            }
            assertEquals(PrivateBlock.UNTOUCHED, values[2]);
            assertEquals(PrivateBlock.UNTOUCHED, values[4000]);
        }
        try (PrivateBlock block = new PrivateBlock(0, 3, 0)
                .with("x", 1, Double.POSITIVE_INFINITY, 2)
                .with("y", 3)) {
            assertTrue(Double.isNaN(block.run(new Sin2Cos2()).partial()[0]));
            assertTrue(Double.isNaN(block.array("y")[1]));
        }
    }

    @Test
    void elementwiseKernelsRoundTheProductAndThenTheSum() throws Exception {
        double a = 1 / 3.0;
        try (PrivateBlock block = new PrivateBlock(2, 4998, a).with("x", x).with("y", y)) {
            assertElements(block.run(new Axpy()).array("y"), i -> a * x[i] + y[i], i -> y[i]);
        }
        try (PrivateBlock block = new PrivateBlock(2, 4998, a).with("x", x).with("y", ELEMENTS)) {
            assertElements(block.run(new Scale()).array("y"), i -> a * x[i], i -> PrivateBlock.UNTOUCHED);
        }
        try (PrivateBlock block =
                new PrivateBlock(2, 4998, a).with("b", x).with("c", y).with("a", ELEMENTS)) {
            assertElements(block.run(new Triad()).array("a"), i -> x[i] + a * y[i], i -> PrivateBlock.UNTOUCHED);
        }
    }

    private static void assertElements(double[] actual, IntToDoubleFunction inside, IntToDoubleFunction outside) {
        for (int i = 0; i < ELEMENTS; i++) {
            assertEquals((i < 2 || i >= 4998 ? outside : inside).applyAsDouble(i), actual[i]);
        }
    }

    private double[] partial(Kernel kernel) throws Exception {
        try (PrivateBlock block = new PrivateBlock(0, ELEMENTS, 0).with("x", x).with("y", y)) {
            return block.run(kernel).partial();
        }
    }

    private static double[] minMax(double... x) throws Exception {
        try (PrivateBlock block = new PrivateBlock(0, x.length, 0).with("x", x)) {
            return block.run(new MinMax()).partial();
        }
    }

    private static double sum(double... x) throws Exception {
        try (PrivateBlock block = new PrivateBlock(0, x.length, 0).with("x", x)) {
            return block.run(new Sum()).partial()[0];
        }
    }
}
