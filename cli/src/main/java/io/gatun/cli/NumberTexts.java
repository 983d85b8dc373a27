package io.gatun.cli;

/**
 * How numbers are shown. {@link java.util.Formatter} and {@link java.math.BigDecimal} do the same, and take a cold JVM 20 ms
 * for a report.
 */
final class NumberTexts {
    private static final int GROUP = 3;
    private static final double SMALLEST_PLAIN = 1e-3;
    private static final double LARGEST_PLAIN = 1e15;
    private static final double NANOS_PER_MILLI = 1e6;

    private NumberTexts() {}

    /** As {@code %,d} does: {@code 1,000,000}. */
    static String grouped(long value) {
        StringBuilder text = new StringBuilder(Long.toString(value));
        int first = value < 0 ? 1 : 0;
        for (int at = text.length() - GROUP; at > first; at -= GROUP) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** As {@code %.1f} does: {@code 0.3} for 0.25. */
    static String tenths(double value) {
        if (!(Math.abs(value) < LARGEST_PLAIN)) {
            return Double.toString(value);
        }
        Decimal decimal = Decimal.of(value);
        return decimal.rounded(decimal.exponent + 2).plain(1);
    }

    /** As {@code %.1e} does: {@code 1.1e-09}. */
    static String scientific(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        Decimal decimal = Decimal.of(value).rounded(2);
        int exponent = Math.abs(decimal.exponent);
        return decimal.sign
                + decimal.digit(0)
                + '.'
                + decimal.digit(1)
                + 'e'
                + (decimal.exponent < 0 ? '-' : '+')
                + (exponent < 10 ? "0" : "")
                + exponent;
    }

    /** All digits, without an exponent as long as one can read it so. */
    static String plain(double value) {
        return Math.abs(value) >= SMALLEST_PLAIN && Math.abs(value) < LARGEST_PLAIN
                ? Decimal.of(value).plain(1)
                : Double.toString(value);
    }

    /** Nanoseconds in milliseconds, with one digit behind the point. */
    static String millis(long nanos) {
        return tenths(nanos / NANOS_PER_MILLI);
    }

    /**
     * The shortest decimal that tells a number from all others.
     *
     * @param sign a minus or nothing
     * @param digits without zeros in front or behind; of zero, one zero
     * @param exponent that of ten, of the first digit
     */
    private record Decimal(String sign, String digits, int exponent) {
        static Decimal of(double value) {
            String text = Double.toString(Math.abs(value));
            int e = text.indexOf('E');
            int exponent = e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10);
            String mantissa = e < 0 ? text : text.substring(0, e);
            int point = mantissa.indexOf('.');
            String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
            int zeros = 0;
            while (zeros < all.length() - 1 && all.charAt(zeros) == '0') {
                zeros++;
            }
            boolean zero = all.charAt(zeros) == '0';
            String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
            return new Decimal(sign, trimmed(all.substring(zeros)), zero ? 0 : exponent + point - 1 - zeros);
        }

        /** Rounds halves up to a number of digits, which may be none or fewer. */
        Decimal rounded(int count) {
            if (count >= digits.length()) {
                return this;
            }
            boolean up = count >= 0 && digits.charAt(count) >= '5';
            char[] kept = ("0" + digits.substring(0, Math.max(0, count))).toCharArray();
            for (int at = kept.length - 1; up; at--) {
                up = kept[at] == '9';
                kept[at] = up ? '0' : (char) (kept[at] + 1);
            }
            boolean longer = kept[0] != '0';
            String left = new String(kept, longer ? 0 : 1, kept.length - (longer ? 0 : 1));
            return left.isEmpty()
                    ? new Decimal(sign, "0", 0)
                    : new Decimal(sign, trimmed(left), exponent + (longer ? 1 : 0));
        }

        /** Writes it without an exponent, and so many digits behind the point at least. */
        String plain(int fraction) {
            StringBuilder text = new StringBuilder(sign);
            for (int at = Math.min(0, exponent); at <= Math.max(digits.length() - 1, exponent + fraction); at++) {
                text.append(digit(at));
                if (at == exponent) {
                    text.append('.');
                }
            }
            return text.toString();
        }

        private char digit(int at) {
            return at >= 0 && at < digits.length() ? digits.charAt(at) : '0';
        }

        private static String trimmed(String digits) {
            int length = digits.length();
            while (length > 1 && digits.charAt(length - 1) == '0') {
                length--;
            }
            return digits.substring(0, length);
        }
    }
}
