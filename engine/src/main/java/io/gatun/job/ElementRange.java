package io.gatun.job;

import java.util.Locale;

/**
 * Some elements of a job, one behind the other.
 *
 * @param begin the first, counted from the start of the job's arrays
 * @param end the one after the last
 */
public record ElementRange(long begin, long end) {
    /** Returns for instance {@code elements 500 to 599}; the last one is among them. */
    @Override
    public String toString() {
        return end - begin == 1
                ? String.format(Locale.ROOT, "element %d", begin)
                : String.format(Locale.ROOT, "elements %d to %d", begin, end - 1);
    }
}
