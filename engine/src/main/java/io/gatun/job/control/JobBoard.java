package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.job.Schedule;
import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the coordinator posts the job the pool is at, and workers claim its chunks; part of the control segment's header.
 *
 * <p><b>Claims.</b> One word holds the job's number and its next chunk, so that the atomic add that claims a chunk also tells
 * whose it is. A worker that slept through some jobs and adds to the word of a later one has thereby claimed a chunk of that,
 * and does it. While a job is being written the word's chunk is {@link #CLOSED}, beyond any job's.
 *
 * <p><b>The end of a job.</b> Each claimed chunk is somebody's until that worker reports it back, by taking what it had from
 * {@code remaining}; whoever takes the last completes the job. A job cannot be completed while anybody holds a chunk of it, so
 * what a claimer reads of its job stays true, and nobody writes to the job's arrays after its completion. To give a job up, one
 * takes all its unclaimed chunks at once and reports them back undone.
 *
 * <p><b>Rounds.</b> When a worker has died, what it had claimed is not known from here. The round is {@linkplain #withdraw
 * withdrawn}, and when no living worker is inside, what the ledger does not know as done is posted again, as another round with a
 * number of its own. A job whose coordinator dies too is taken up in the same way: it is {@link #unfinished} then.
 *
 * <p><b>Memory ordering:</b> the job's numbers are written between two stores of its number (0 before, the new one after, with
 * release) and read between two loads of it; arrays and partials are published by the add on {@code remaining} and the store
 * to {@code completed}.
 *
 * <p><b>Threads:</b> one coordinator thread at a time posts and clears; anybody may do the rest. Lock-free, and a claim is
 * wait-free but for a new job's posting.
 */
public final class JobBoard {
    /** The most chunks of a job; its ledger alone has 8 GiB then. */
    public static final long MAX_CHUNKS = 1L << 31;

    /** Far beyond the last chunk, so that no number of claims that come too late brings the word back to one. */
    static final long CLOSED = 1L << 32;

    static final int NUMBER_SHIFT = 33;
    private static final long CHUNK_MASK = (1L << NUMBER_SHIFT) - 1;

    /** Within so many a posting that a claim fell into is over: it takes the board's number away first and gives the new one last. */
    private static final int MAX_TRIES = 10_000;

    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final Path path;
    private final MemorySegment header;
    private final MemorySegment numbers;
    private final MemorySegment begun;

    /** The chunks one claim brought: those from {@code begin} to before {@code end}, of {@code job}. One worker's, used again. */
    public static final class Claim {
        private static final long RUN_NANOS = 2_000;

        private @Nullable CurrentJob job;
        private int lastSlice;
        private int runJob;
        private long run;
        private long claimedNanos;

        /** The first chunk. */
        public long begin;

        /** The chunk after the last. */
        public long end;

        /** Makes an empty one. */
        public Claim() {}

        /**
         * How many chunks to claim at once. In a dynamic schedule one, unless that takes less than two microseconds: the words
         * that a claim and the ledger change would go from processor to processor more often than they are worth. Never more
         * than a worker's share of half of what is left, so that nobody waits for a long run at the end.
         */
        private long run(CurrentJob next, long claimed) {
            long nowNanos = System.nanoTime();
            if (runJob != next.number()) {
                runJob = next.number();
                run = 1;
            } else if (nowNanos - claimedNanos < RUN_NANOS) {
                run *= 2;
            } else if (nowNanos - claimedNanos > 2 * RUN_NANOS) {
                run = Math.max(1, run / 2);
            }
            claimedNanos = nowNanos;
            long share = Math.max(1, (next.claims() - claimed) / (2L * next.workers()));
            run = next.schedule() == Schedule.GUIDED ? share : Math.min(run, share);
            return run;
        }

        /** Returns the job whose chunks these are. */
        public CurrentJob job() {
            if (job == null) {
                throw new IllegalStateException("nothing is claimed yet");
            }
            return job;
        }
    }

    JobBoard(Path path, MemorySegment header) {
        this.path = path;
        this.header = header;
        this.numbers = header.asSlice(HeaderLayout.JOB, CurrentJobLayout.LAYOUT.byteSize());
        this.begun = header.asSlice(HeaderLayout.BEGUN, CurrentJobLayout.LAYOUT.byteSize());
    }

    /** Posts a job, whose area is ready. The one before must be completed, or all who could have a chunk of it dead. */
    public void post(CurrentJob job) {
        clear();
        LONG.setVolatile(header, HeaderLayout.CLAIM, claimWord(job.number(), CLOSED));
        VarHandle.fullFence();
        CrashPoint.BOARD_CLOSED.reach();
        job.write(numbers);
        LONG.setRelease(header, HeaderLayout.REMAINING, job.claims());
        CrashPoint.NUMBERS_WRITTEN.reach();
        if (job.round() == 0 && !job.isProbe()) {
            job.write(begun);
            CrashPoint.BEGIN_WRITTEN.reach();
            INT.setRelease(header, HeaderLayout.UNFINISHED, job.number());
            CrashPoint.JOB_BEGUN.reach();
        }
        INT.setRelease(numbers, CurrentJobLayout.NUMBER, job.number());
        CrashPoint.ROUND_POSTED.reach();
        long first = job.schedule() == Schedule.STATIC ? CLOSED : 0; // slices need no claim
        LONG.setVolatile(header, HeaderLayout.CLAIM, claimWord(job.number(), first));
        CrashPoint.ROUND_OPENED.reach();
    }

    /**
     * Takes a round from the board before its end: nothing more of it is claimed, and workers leave it when they have done the chunk
     * they are in. Whoever is not {@linkplain WorkerSlot#isInside inside} after this will not be: a worker says that it is before it
     * looks at these words, and here they are changed before its row is looked at.
     */
    public void withdraw(CurrentJob job) {
        withdraw(job.number());
    }

    void withdraw(int number) {
        INT.setVolatile(numbers, CurrentJobLayout.NUMBER, 0);
        CrashPoint.ROUND_HIDDEN.reach();
        LONG.setVolatile(header, HeaderLayout.CLAIM, claimWord(number, CLOSED));
        VarHandle.fullFence();
        CrashPoint.ROUND_WITHDRAWN.reach();
    }

    /** Returns the highest number that a round may have had, of those that are known here. */
    int lastNumber() {
        int claimed = number((long) LONG.getAcquire(header, HeaderLayout.CLAIM));
        return Math.max(claimed, (int) INT.getAcquire(header, HeaderLayout.UNFINISHED));
    }

    /** Tells whether a round is still on the board. */
    public boolean isPosted(CurrentJob job) {
        return postedNumber() == job.number();
    }

    /** Notes that nobody wants the result of the job that was begun any more, or that it will have none. */
    public void finish() {
        INT.setRelease(header, HeaderLayout.UNFINISHED, 0);
        CrashPoint.JOB_FINISHED.reach();
    }

    /**
     * Returns the numbers of the job that was begun and not finished, as they were in its first round, for whoever takes the pool
     * over from a dead coordinator; null if there is none.
     */
    public @Nullable CurrentJob unfinished() {
        int number = (int) INT.getAcquire(header, HeaderLayout.UNFINISHED);
        return number == 0 ? null : CurrentJob.read(number, begun);
    }

    /** Takes the job from the board, so that no worker that comes later finds it. */
    public void clear() {
        INT.setRelease(numbers, CurrentJobLayout.NUMBER, 0);
    }

    /**
     * Claims chunks of the job that is on the board.
     *
     * @param worker the claimer's number
     * @param claim takes what was claimed; the worker's last claim otherwise
     * @return false if nothing is left for this worker
     * @throws SegmentException.Malformed if the job's numbers cannot be, or the board has one round and the claims are of another,
     *     which only happens if somebody else writes to it
     */
    public boolean claim(int worker, Claim claim) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            CurrentJob job = claim.job;
            if (job == null || job.number() != postedNumber()) {
                job = read();
                claim.job = job;
                if (job == null) {
                    return false;
                }
            }
            if (job.schedule() == Schedule.STATIC) {
                return claimSlice(job, worker, claim);
            }
            long chunks = job.claims();
            long run = claim.run(job, (long) LONG.getOpaque(header, HeaderLayout.CLAIM) & CHUNK_MASK);
            long word = (long) LONG.getAndAdd(header, HeaderLayout.CLAIM, run);
            if (number(word) != job.number()) {
                job = read(); // posted since; nothing but a claim keeps true what was read of the job before
                claim.job = job;
                if (job == null || job.number() != number(word)) {
                    continue; // the claim was beyond that job's end, or it would still be there
                }
                chunks = job.claims();
            }
            claim.begin = word & CHUNK_MASK;
            claim.end = Math.min(claim.begin + run, chunks);
            return taken(claim);
        }
        throw new SegmentException.Malformed(
                path, HeaderLayout.CLAIM, "a round that is not on the board is claimed from");
    }

    /**
     * Takes what no worker has claimed, so that nobody will, and notes that the job is given up.
     *
     * @return the number of chunks taken, which the caller has to {@linkplain #report report back}
     */
    public long stop(CurrentJob job) {
        INT.setRelease(header, HeaderLayout.STOPPED, job.number());
        while (true) {
            long word = (long) LONG.getVolatile(header, HeaderLayout.CLAIM);
            long next = word & CHUNK_MASK;
            if (number(word) != job.number() || next >= job.claims()) {
                return 0;
            }
            if (LONG.compareAndSet(header, HeaderLayout.CLAIM, word, claimWord(job.number(), CLOSED))) {
                return job.claims() - next;
            }
        }
    }

    /** Tells whether a job is given up: then its chunks are reported back undone. */
    public boolean isStopped(CurrentJob job) {
        return (int) INT.getOpaque(header, HeaderLayout.STOPPED) == job.number();
    }

    /**
     * Reports chunks back, done or not; what was written in them is published. Whoever has none to report never completes
     * the job: somebody else is about to, and would do it again while the pool is at the next one.
     *
     * @return whether these were the last: then the caller completes the job
     */
    public boolean report(long chunks) {
        if (chunks <= 0) {
            return false;
        }
        boolean isLast = (long) LONG.getAndAdd(header, HeaderLayout.REMAINING, -chunks) == chunks;
        CrashPoint.CHUNKS_REPORTED.reach();
        return isLast;
    }

    private int postedNumber() {
        return (int) INT.getOpaque(numbers, CurrentJobLayout.NUMBER);
    }

    /** Reads the numbers of the job on the board; null if there is none, or if it changes at this moment. */
    private @Nullable CurrentJob read() {
        int number = (int) INT.getAcquire(numbers, CurrentJobLayout.NUMBER);
        if (number == 0) {
            return null;
        }
        CurrentJob job = CurrentJob.read(number, numbers);
        VarHandle.acquireFence();
        if (postedNumber() != number) {
            return null;
        }
        job.requireSound(path, Integer.MAX_VALUE);
        return job;
    }

    /** A slice is a worker's by its number: once, and the job cannot be completed before. */
    private static boolean claimSlice(CurrentJob job, int worker, Claim claim) {
        if (worker >= job.workers() || claim.lastSlice == job.number()) {
            return false;
        }
        claim.lastSlice = job.number();
        long chunks = job.plan().chunks();
        claim.begin = sliceBegin(chunks, worker, job.workers());
        claim.end = sliceBegin(chunks, worker + 1, job.workers());
        return taken(claim);
    }

    /** Tells whether there is anything in a claim. */
    private static boolean taken(Claim claim) {
        if (claim.begin >= claim.end) {
            return false;
        }
        CrashPoint.CHUNKS_TAKEN.reach();
        return true;
    }

    private static long sliceBegin(long chunks, int worker, int workers) {
        return chunks / workers * worker + Math.min(chunks % workers, worker);
    }

    private static long claimWord(int number, long chunk) {
        return (long) number << NUMBER_SHIFT | chunk;
    }

    private static int number(long word) {
        return (int) (word >>> NUMBER_SHIFT);
    }
}
