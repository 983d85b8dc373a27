package io.gatun.sync.contract;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a party is told: a verb, which is what CPython calls the method, and what the method is given.
 *
 * @param verb for instance {@code acquire}
 * @param arguments for instance a timeout in seconds
 */
record Command(String verb, List<String> arguments) {
    /** Reads a line of words. */
    static Command of(String line) {
        List<String> words = List.of(line.strip().split(" ", -1));
        return new Command(words.getFirst(), words.subList(1, words.size()));
    }

    /** Tells whether there are so many arguments. */
    boolean has(int count) {
        return arguments.size() == count;
    }

    /** Returns an argument that is a number. */
    int number(int index) {
        return Integer.parseInt(arguments.get(index));
    }

    /** Returns an argument that is a timeout in seconds, or {@code max} or {@code min} for the longest and the shortest there is. */
    long nanos(int index) {
        String seconds = arguments.get(index);
        return switch (seconds) {
            case "max" -> Long.MAX_VALUE;
            case "min" -> Long.MIN_VALUE;
            default -> (long) (Double.parseDouble(seconds) * TimeUnit.SECONDS.toNanos(1));
        };
    }

    AssertionError unknown() {
        return new AssertionError("nobody understands " + this);
    }
}
