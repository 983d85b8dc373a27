package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a lock guards in a soak: a counter, what each process has counted, and who is at it, all by plain stores, so that two at once, or
 * a death that nobody was told of, are seen.
 */
final class Guarded {
    private static final long COUNTER = 0;
    private static final long INSIDE = 8; // the number of the process that has the lock, plus 1
    private static final long FAILURES = 16;
    private static final long PROCESSES = 24; // how many numbers there are, and from there on what each has counted

    private final MemorySegment data;
    private final SharedLock lock;
    private final int processes;

    Guarded(CellSegment cells) {
        this.data = cells.data(0);
        this.lock = cells.lock(0).onOwnerDeath(this::repair);
        this.processes = (int) ((data.byteSize() - PROCESSES) / Long.BYTES / 2);
    }

    /** Returns the bytes it takes for so many deaths: each is followed by another process, and four are there at first. */
    static int byteSize(int deaths) {
        return (int) PROCESSES + (deaths + 10) * 2 * Long.BYTES;
    }

    /** Takes the lock, counts, and releases it. */
    void take(int number) {
        lock.lock();
        try {
            requireConsistent();
            data.set(JAVA_LONG, INSIDE, number + 1L);
            for (int i = 0; i < 50; i++) {
                Thread.onSpinWait(); // some work, so that others come to wait
            }
            data.set(JAVA_LONG, COUNTER, data.get(JAVA_LONG, COUNTER) + 1);
            data.set(JAVA_LONG, countedAt(number), data.get(JAVA_LONG, countedAt(number)) + 1);
            require(data.get(JAVA_LONG, INSIDE) == number + 1L, "another has the lock too");
            data.set(JAVA_LONG, INSIDE, 0);
        } finally {
            lock.unlock();
        }
    }

    /** Completes what the dead one had begun: it may be done again. */
    void repair(OwnerDeath death) {
        long inside = data.get(JAVA_LONG, INSIDE);
        if (inside != 0) {
            long missing = data.get(JAVA_LONG, COUNTER) - sum();
            require(missing == 0 || missing == 1, "a death leaves one count too few at most, not " + missing);
            long at = countedAt((int) inside - 1);
            data.set(JAVA_LONG, at, data.get(JAVA_LONG, at) + missing);
        }
        data.set(JAVA_LONG, INSIDE, 0);
        data.set(JAVA_LONG, toldAt(death.generation()), death.wasRepairing() ? -death.pid() : death.pid());
    }

    void requireConsistent() {
        require(data.get(JAVA_LONG, INSIDE) == 0, "a holder has died, and nobody was told");
        require(data.get(JAVA_LONG, COUNTER) == sum(), "the counter is not the sum of what was counted");
        require(data.get(JAVA_LONG, FAILURES) == 0, "another process has found something wrong");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            data.set(JAVA_LONG, FAILURES, 1);
            throw new AssertionError(otherwise);
        }
    }

    /** Returns how often the lock was taken. */
    long done() {
        return data.get(JAVA_LONG, COUNTER);
    }

    /**
     * Returns the pids of the dead, in the order in which they were told; 0 for one whose death was told to one that died before it could
     * write that down.
     */
    List<Long> told(int deaths) {
        List<Long> pids = new ArrayList<>();
        Set<Long> distinct = new HashSet<>();
        for (int generation = 1; generation <= deaths; generation++) {
            long pid = data.get(JAVA_LONG, toldAt(generation));
            boolean mayBeMissing = generation < deaths && data.get(JAVA_LONG, toldAt(generation + 1)) <= 0;
            require(pid != 0 || mayBeMissing, "death " + generation + " was told to nobody");
            require(pid == 0 || distinct.add(Math.abs(pid)), "the death of " + pid + " was told twice");
            pids.add(Math.abs(pid));
        }
        return pids;
    }

    private long sum() {
        long sum = 0;
        for (int number = 0; number < processes; number++) {
            sum += data.get(JAVA_LONG, countedAt(number));
        }
        return sum;
    }

    private static long countedAt(int number) {
        return PROCESSES + number * 2L * Long.BYTES;
    }

    private static long toldAt(int generation) {
        return PROCESSES + Long.BYTES + (generation - 1) * 2L * Long.BYTES;
    }
}
