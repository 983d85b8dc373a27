package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * What became of each chunk of a job: one word each, which outlives whoever wrote it.
 *
 * <p><b>Layout:</b> an {@code int} for each chunk, {@code owner << 10 | attempts << 2 | state}. The states are 0 free, 1 claimed,
 * 2 done, 3 lost: given up for good. The owner is the number of the worker that claimed the chunk or did it; of a free chunk it is
 * the number of its blocks that are done already. Attempts count how often the chunk was claimed.
 *
 * <p><b>Threads:</b> an entry is for the worker that claimed its chunk; between two rounds, when none is inside, for the
 * coordinator. <b>Memory ordering:</b> stores have release, loads acquire: who finds a chunk done finds its elements and partials.
 */
public final class Ledger {
    /** The most attempts that can be counted. */
    public static final int MAX_ATTEMPTS = 255;

    /** The most blocks of a chunk that can be counted. */
    static final long MAX_BLOCKS_DONE = (1L << 22) - 1;

    private static final int FREE = 0;
    private static final int CLAIMED = 1;
    private static final int DONE = 2;
    private static final int LOST = 3;
    private static final int STATE_MASK = 3;
    private static final int ATTEMPTS_SHIFT = 2;
    private static final int OWNER_SHIFT = 10;
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment entries;

    Ledger(MemorySegment entries) {
        this.entries = entries;
    }

    /** Frees all chunks, without an attempt. */
    void clear() {
        entries.fill((byte) 0);
    }

    /** Notes that a worker has claimed a chunk; where it changes arrays in place, {@link Undo#protect} comes next. */
    public void claimed(long chunk, int worker, int attempts) {
        set(chunk, worker, attempts, CLAIMED);
        CrashPoint.CHUNK_CLAIMED.reach();
    }

    /** Notes that a chunk's elements and partials are written. */
    public void done(long chunk, int worker, int attempts) {
        set(chunk, worker, attempts, DONE);
        CrashPoint.CHUNK_DONE.reach();
    }

    /** Gives a chunk back, of whose blocks some are done. */
    void free(long chunk, long blocksDone, int attempts) {
        set(chunk, (int) blocksDone, attempts, FREE);
        CrashPoint.CHUNK_FREED.reach();
    }

    /** Gives a chunk up for good. */
    public void lost(long chunk) {
        set(chunk, 0, attempts(chunk), LOST);
        CrashPoint.CHUNK_LOST.reach();
    }

    /** Tells whether a chunk is nobody's and not done. */
    public boolean isFree(long chunk) {
        return (get(chunk) & STATE_MASK) == FREE;
    }

    /** Tells whether a chunk is somebody's. */
    public boolean isClaimed(long chunk) {
        return (get(chunk) & STATE_MASK) == CLAIMED;
    }

    /** Tells whether a chunk is done. */
    public boolean isDone(long chunk) {
        return (get(chunk) & STATE_MASK) == DONE;
    }

    /** Tells whether a chunk is given up for good. */
    public boolean isLost(long chunk) {
        return (get(chunk) & STATE_MASK) == LOST;
    }

    /** Returns how often a chunk was claimed. */
    public int attempts(long chunk) {
        return get(chunk) >>> ATTEMPTS_SHIFT & MAX_ATTEMPTS;
    }

    /** Returns the worker that claimed a chunk, or did it. */
    public int owner(long chunk) {
        return get(chunk) >>> OWNER_SHIFT;
    }

    /** Returns how many of a free chunk's blocks are done, the first ones. */
    public int blocksDone(long chunk) {
        return get(chunk) >>> OWNER_SHIFT;
    }

    private int get(long chunk) {
        return (int) INT.getAcquire(entries, chunk * Integer.BYTES);
    }

    private void set(long chunk, int owner, int attempts, int state) {
        INT.setRelease(entries, chunk * Integer.BYTES, owner << OWNER_SHIFT | attempts << ATTEMPTS_SHIFT | state);
    }
}
