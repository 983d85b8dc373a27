package io.gatun.bench.peers;

import java.util.Locale;

/**
 * A work at a size: what one table of the report is about.
 *
 * @param size in the work's {@link Work#unit()}
 */
record Trial(Work work, long size) {
    /** Returns what the arrays of one peer take. */
    long bytes() {
        return work.arrays() * size * Double.BYTES;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %,d %s", work.label(), size, work.unit());
    }
}
