package io.gatun.sync;

import java.time.Instant;

/**
 * That a lock's owner died holding it.
 *
 * @param pid the owner's process; 0 if hundreds of others have attached the lock since, so that it is not known any more
 * @param startTime when that process started, in the kernel's ticks since the machine did: pids are used again
 * @param thread which of its threads, by the low 32 bits of {@link Thread#threadId()}
 * @param noticed when the one that took the lock noticed
 * @param generation which of the lock's deaths it was, counted from 1
 * @param wasRepairing whether the owner had itself taken the lock from a dead one, and died before that was repaired
 */
public record OwnerDeath(long pid, long startTime, long thread, Instant noticed, int generation, boolean wasRepairing) {

    /** Returns it in words, for messages: {@code process 4711 (thread 1) died holding it}. */
    public String inWords() {
        String who = pid == 0 ? "a process" : "process " + pid;
        return who + " (thread " + thread + ") died holding it" + (wasRepairing ? ", while it repaired" : "");
    }
}
