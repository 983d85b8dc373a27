package io.gatun.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Gatun's values and collections and their peers are measured at. {@code bench/peers/state.py} says what each work is to a peer.
 *
 * <p>A size is how often it is done in a call; the report has the time of one. <b>Values:</b> all counts are exact.
 */
enum StateWork implements Work {
    /** A value is read. */
    VALUE_GET("value-get", "read a value", 2_000, Map.of()),
    /** A value is written. */
    VALUE_SET("value-set", "write a value", 2_000, Map.of()),
    /** A value is added to. */
    VALUE_INCREMENT("value-increment", "add 1 to a value, none lost", 2_000, Map.of()),
    /** A map of 10,000 entries is read. */
    MAP_GET("map-get", "get by a key, of 10,000 int64", 2_000, Map.of("manager", 0.01, "chronicle-map", 1.5)),
    /** An entry of a map is replaced. */
    MAP_PUT("map-put", "put by a key, of 10,000 int64", 2_000, Map.of("manager", 0.01, "chronicle-map", 1.5)),
    /** A list grows. */
    LIST_APPEND("list-append", "append an int64 to a list that was empty", 2_000, Map.of("manager", 0.01)),
    /** One process puts into a queue and takes from it. */
    QUEUE_PUT_GET("queue-put-get", "put an int64 into a queue and get it", 2_000, Map.of("manager", 0.01)),
    /** One process puts into a queue, and another takes. */
    QUEUE_STREAM(
            "queue-stream",
            "an int64 from one process to another, both sleep where they wait",
            5_000,
            Map.of("manager", 0.01)),
    /** The same, of those that do not sleep. */
    QUEUE_IDLE(
            "queue-idle", "an int64 from one process to another, both spin, then yield", 20_000, Map.of("agrona", 2.0));

    private static final int CALLS = 100;
    private static final String OF_VALUES = "value-";

    private final String label;
    private final String about;
    private final long size;

    @SuppressWarnings("ImmutableEnumChecker") // a map that cannot be changed
    private final Map<String, Double> targets;

    StateWork(String label, String about, long size, Map<String, Double> targets) {
        this.label = label;
        this.about = about;
        this.size = size;
        this.targets = Map.copyOf(targets);
    }

    /** Returns the works that are about values, or those that are about collections. */
    static StateWork[] about(boolean values) {
        return Arrays.stream(values())
                .filter(work -> work.label.startsWith(OF_VALUES) == values)
                .toArray(StateWork[]::new);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public String unit() {
        return "times";
    }

    @Override
    public int calls() {
        return CALLS;
    }

    @Override
    public List<Long> sizes() {
        return List.of(size);
    }

    @Override
    public long operations(long ofEach) {
        return ofEach;
    }

    @Override
    public OptionalDouble target(String peer) {
        Double target = targets.get(peer);
        return target == null ? OptionalDouble.empty() : OptionalDouble.of(target);
    }

    @Override
    public OptionalDouble expectedResult(long ofEach) {
        return OptionalDouble.of((double) ofEach);
    }
}
