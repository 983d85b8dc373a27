package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers look as the JDK's own formats make them. */
class NumberTextsTest {
    private static final double[] NUMBERS = {
        0,
        -0.0,
        0.04,
        0.05,
        0.25,
        0.35,
        0.95,
        9.95,
        9.949999,
        99.95,
        1,
        10,
        1.15e-9,
        9.95e-10,
        9.96e99,
        1e100,
        1e-100,
        1e15,
        1.5e15,
        Math.PI,
        0x1p-50,
        4.9e-324,
        Double.NaN,
        Double.POSITIVE_INFINITY
    };

    @Test
    void looksAsTheJdkFormatsIt() {
        Random random = new Random(42);
        for (int i = 0; i < 10_000; i++) {
            double value =
                    i < NUMBERS.length ? NUMBERS[i] : random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            assertEquals(String.format(Locale.ROOT, "%.1e", value), NumberTexts.scientific(value));
            if (Math.abs(value) < 1e15) {
                assertEquals(String.format(Locale.ROOT, "%.1f", value + 0.0), NumberTexts.tenths(value + 0.0));
            }
            long whole = random.nextLong() >> random.nextInt(64);
            assertEquals(String.format(Locale.ROOT, "%,d", whole), NumberTexts.grouped(whole));
        }
    }
}
