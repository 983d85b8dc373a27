package io.gatun.sync;

import io.gatun.waiting.Sleep;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a thread that holds a lock has to wake when it has released it: earlier, they would wake only to wait for the lock.
 *
 * <p>What they wait for has been stored before. So if the thread is killed before it wakes them, or releases the lock by another object, they find
 * out for themselves, 20 ms later at most.
 *
 * <p><b>Threads:</b> the one that holds the lock.
 */
final class Wakes {
    private final List<Sleeper> sleepers = new ArrayList<>();

    private record Sleeper(MemorySegment memory, long offset) {}

    void add(MemorySegment memory, long offset) {
        sleepers.add(new Sleeper(memory, offset));
    }

    void wake() {
        for (Sleeper sleeper : sleepers) {
            Sleep.wake(sleeper.memory, sleeper.offset, 1);
        }
    }
}
