package io.gatun.workers.kernel;

import java.util.Random;

/** Numbers that are hard on arithmetic. */
final class Numbers {
    private Numbers() {}

    /** Zeros, subnormal, huge and not finite numbers, and doubles very near to multiples of π/2. */
    static double[] special() {
        return new double[] {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            0x1.fffffffffffffp-1023,
            0x1p-30,
            Math.PI / 4,
            Math.nextUp(Math.PI / 4),
            Math.PI / 2,
            Math.nextUp(Math.PI / 2),
            -Math.PI,
            11 * (Math.PI / 2),
            6381956970095103.0 * 0x1p797, // of all doubles the nearest to a multiple of π/2
            1e7,
            1e15,
            -1e22,
            SinCos.LIMIT,
            Math.nextUp(SinCos.LIMIT),
            -Math.nextDown(SinCos.LIMIT),
            0x1p1000,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
    }

    /** Numbers of every magnitude, special ones among them where asked for. */
    static double[] mixed(int count, long seed, boolean special) {
        Random random = new Random(seed);
        double[] specials = special();
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = special && random.nextInt(4) == 0
                    ? specials[random.nextInt(specials.length)]
                    : random.nextGaussian() * Math.scalb(1.0, random.nextInt(60) - 20);
        }
        return numbers;
    }
}
