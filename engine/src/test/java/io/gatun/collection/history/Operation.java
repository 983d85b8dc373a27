package io.gatun.collection.history;

import org.jspecify.annotations.Nullable;

/**
 * Something that a process did with a collection.
 *
 * @param process which one
 * @param name what: {@code put}, {@code poll}
 * @param key at which key; 0 where there are none
 * @param argument with what; 0 where with nothing
 * @param result what came of it; null for nothing
 * @param invoked when it began, on the machine's monotonic clock, in nanoseconds
 * @param returned when it ended
 */
record Operation(
        int process,
        String name,
        long key,
        long argument,
        @Nullable Long result,
        long invoked,
        long returned) {
    /** Reads one of the lines that {@link #toString} writes. */
    static Operation parse(String line) {
        String[] words = line.split(" ", -1);
        return new Operation(
                Integer.parseInt(words[0]),
                words[1],
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                words[4].equals("-") ? null : Long.valueOf(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]));
    }

    @Override
    public String toString() {
        return process + " " + name + " " + key + " " + argument + " " + (result == null ? "-" : result) + " " + invoked
                + " " + returned;
    }
}
