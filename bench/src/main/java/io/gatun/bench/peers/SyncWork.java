package io.gatun.bench.peers;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What Gatun's locks, values and events and their peers are measured at. {@code bench/peers/sync.c} and {@code bench/peers/sync.py} say
 * what each work is to a peer.
 *
 * <p>A size is what each process does; the report has the time of one: of one lock and unlock, one addition, one round trip. Where two
 * processes lock or add at once, both count, so that the time of one is that between two that follow each other, whoever does them.
 * Calls are short, a millisecond or so: on a machine that has other work to do most of them then run through, and the median is
 * of those.
 * <b>Values:</b> all counts are exact.
 */
enum SyncWork implements Work {
    /** Lock and unlock, nobody else there. */
    LOCK_UNCONTENDED(
            "lock-uncontended",
            "lock and unlock, one process",
            "locks",
            1,
            100_000,
            100,
            Map.of("c-robust-mutex", 1.0)),
    /** Two processes want the same lock all the time. */
    LOCK_CONTENDED(
            "lock-contended",
            "lock, counter++, unlock, two processes at once",
            "locks by each",
            2,
            50_000,
            100,
            Map.of("c-robust-mutex", 1.2)),
    /** A value is added to under its lock, nobody else there. */
    LOCKED_INCREMENT(
            "locked-increment",
            "value += 1 under the value's lock, one process",
            "additions",
            1,
            10_000,
            200,
            Map.of("python", 0.04)),
    /** Two processes add to the same value under its lock. */
    LOCKED_INCREMENT_TWO(
            "locked-increment-two",
            "value += 1 under the value's lock, two processes at once",
            "additions by each",
            2,
            10_000,
            200,
            Map.of("python", 0.04)),
    /** An atomic addition, nobody else there. */
    ATOMIC_ADD("atomic-add", "an atomic addition, one process", "additions", 1, 500_000, 100, Map.of("c-atomic", 1.2)),
    /** Two processes add to the same value atomically. */
    ATOMIC_ADD_TWO(
            "atomic-add-two",
            "an atomic addition to the same value, two processes at once",
            "additions by each",
            2,
            200_000,
            100,
            Map.of("c-atomic", 1.2)),
    /** Two processes take turns by two events. */
    HAND_OFF_EVENT(
            "hand-off-event",
            "two processes answer each other: set an event, wait for the other's, clear it",
            "round trips",
            1,
            1_000,
            50,
            Map.of("c-futex", 1.3)),
    /** Two processes take turns by a condition. */
    HAND_OFF_CONDITION(
            "hand-off-condition",
            "two processes answer each other: change whose turn it is, signal, wait for one's own",
            "round trips",
            1,
            1_000,
            50,
            Map.of("c-futex", 1.3));

    private final String label;
    private final String about;
    private final String unit;
    private final int counting;
    private final long size;
    private final int calls;

    @SuppressWarnings("ImmutableEnumChecker") // a map that cannot be changed
    private final Map<String, Double> targets;

    /**
     * A work.
     *
     * @param counting how many processes count what is reported
     */
    SyncWork(String label, String about, String unit, int counting, long size, int calls, Map<String, Double> targets) {
        this.label = label;
        this.about = about;
        this.unit = unit;
        this.counting = counting;
        this.size = size;
        this.calls = calls;
        this.targets = Map.copyOf(targets);
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
        return unit;
    }

    @Override
    public int calls() {
        return calls;
    }

    @Override
    public List<Long> sizes() {
        return List.of(size);
    }

    @Override
    public long operations(long ofEach) {
        return counting * ofEach;
    }

    @Override
    public OptionalDouble target(String peer) {
        Double target = targets.get(peer);
        return target == null ? OptionalDouble.empty() : OptionalDouble.of(target);
    }

    @Override
    public OptionalDouble expectedResult(long ofEach) {
        return OptionalDouble.of((double) operations(ofEach));
    }
}
