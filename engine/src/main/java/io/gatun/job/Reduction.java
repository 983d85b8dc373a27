package io.gatun.job;

/**
 * How one number of all blocks' partials makes one of the result. Partials are taken in the order of the blocks;
 * {@link #SUM} is a {@link CompensatedSum}, whose error does not grow with the number of blocks.
 */
public enum Reduction {
    /** The compensated sum. */
    SUM,
    /** The smallest; NaN if any is. */
    MIN,
    /** The largest; NaN if any is. */
    MAX,
    /** The product. */
    PRODUCT,
    /** The sum of whole numbers, exact up to 2⁵³. */
    COUNT;

    /** Collects one number of the partials, block after block. */
    static final class Accumulator {
        private final Reduction reduction;
        private final CompensatedSum sum = new CompensatedSum();
        private double other;

        Accumulator(Reduction reduction) {
            this.reduction = reduction;
            this.other = reduction.neutral();
        }

        void add(double partial) {
            if (reduction == SUM) {
                sum.add(partial);
            } else {
                other = reduction.combine(other, partial);
            }
        }

        double result() {
            return reduction == SUM ? sum.value() : other;
        }
    }

    private double neutral() {
        return switch (this) {
            case SUM, COUNT -> 0;
            case MIN -> Double.POSITIVE_INFINITY;
            case MAX -> Double.NEGATIVE_INFINITY;
            case PRODUCT -> 1;
        };
    }

    private double combine(double a, double b) {
        return switch (this) {
            case SUM, COUNT -> a + b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case PRODUCT -> a * b;
        };
    }
}
