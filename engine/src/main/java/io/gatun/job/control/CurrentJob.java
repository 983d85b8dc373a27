package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.job.Schedule;
import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The numbers of the job that a pool is at, in one of its rounds: a job whose workers all live has one; after a death what is not
 * done is posted again.
 *
 * @param number counts the pool's rounds, from 1
 * @param plan how the elements are cut
 * @param schedule how chunks find their workers
 * @param workers how many may take part, those with the lowest numbers
 * @param partialWidth the numbers in a partial; 0 without a reduction
 * @param area where ledger, partials and description are: 0 in the control segment, else the number of a further segment
 * @param description changes whenever the bytes of the description do
 * @param descriptionByteSize the size of the description in bytes
 * @param round 0 for the job's first round, and one more for each other
 * @param savedBytes what of each element is saved before it is changed, in bytes; 0 if the job changes nothing in place
 * @param probeBegin the first element of a probe
 * @param probeEnd the element after its last; 0 if this is no probe
 */
public record CurrentJob(
        int number,
        ChunkPlan plan,
        Schedule schedule,
        int workers,
        int partialWidth,
        int area,
        int description,
        int descriptionByteSize,
        int round,
        int savedBytes,
        long probeBegin,
        long probeEnd) {
    /** More than any machine can hold; the sizes of an area that follow from it are still numbers. */
    private static final long MAX_ELEMENTS = 1L << 48;

    private static final int MAX_WIDTH = 1 << 12;

    /** Makes the first round of a job. */
    public CurrentJob(
            int number,
            ChunkPlan plan,
            Schedule schedule,
            int workers,
            int partialWidth,
            int description,
            int descriptionByteSize,
            int savedBytes) {
        this(number, plan, schedule, workers, partialWidth, 0, description, descriptionByteSize, 0, savedBytes, 0, 0);
    }

    /** Returns the same job in another area. */
    CurrentJob withArea(int other) {
        return other == area ? this : with(number, schedule, other, round, 0, 0);
    }

    /**
     * Returns the job's next round. Its chunks are claimed one after the other, whatever the schedule was: slices are for
     * workers that have all come.
     */
    public CurrentJob nextRound(int nextNumber) {
        return with(nextNumber, Schedule.DYNAMIC, area, round + 1, 0, 0);
    }

    /** Returns a probe: a round that only shows whether some elements can be computed, and leaves no trace in the area. */
    public CurrentJob probe(int nextNumber, long begin, long end) {
        return with(nextNumber, Schedule.DYNAMIC, area, round, begin, end);
    }

    private CurrentJob with(int otherNumber, Schedule how, int where, int which, long begin, long end) {
        return new CurrentJob(
                otherNumber,
                plan,
                how,
                workers,
                partialWidth,
                where,
                description,
                descriptionByteSize,
                which,
                savedBytes,
                begin,
                end);
    }

    /** Returns how many claims there are: the job's chunks, or the one of a probe. */
    public long claims() {
        return isProbe() ? 1 : plan.chunks();
    }

    /**
     * Refuses numbers that cannot be.
     *
     * @param capacity the most workers there can be
     * @throws SegmentException.Malformed if they cannot
     */
    void requireSound(Path path, int capacity) {
        Optional<String> flaw = flaw(capacity);
        if (flaw.isPresent()) {
            throw new SegmentException.Malformed(path, HeaderLayout.JOB, "a job with " + flaw.get());
        }
    }

    /**
     * Tells what is wrong with numbers that were read from memory which anybody may have written to; empty if nothing is.
     */
    private Optional<String> flaw(int capacity) {
        long elements = plan.elements();
        long block = plan.blockElements();
        long chunk = plan.chunkElements();
        if (elements < 1 || elements > MAX_ELEMENTS) {
            return Optional.of("elements=" + elements);
        }
        if (block < 1 || block > MAX_ELEMENTS || chunk < block || chunk > MAX_ELEMENTS || chunk % block != 0) {
            return Optional.of("blockElements=" + block + ", chunkElements=" + chunk);
        }
        if (plan.chunks() > JobBoard.MAX_CHUNKS) {
            return Optional.of("chunks=" + plan.chunks());
        }
        if (workers < 1 || workers > capacity) {
            return Optional.of("workers=" + workers + " of at most " + capacity);
        }
        if (partialWidth < 0 || partialWidth > MAX_WIDTH || savedBytes < 0 || savedBytes > MAX_WIDTH) {
            return Optional.of("partialWidth=" + partialWidth + ", savedBytes=" + savedBytes);
        }
        if (area < 0 || descriptionByteSize < 0 || round < 0) {
            return Optional.of("area=" + area + ", descriptionByteSize=" + descriptionByteSize + ", round=" + round);
        }
        if (isProbe() && (probeBegin < 0 || probeBegin >= probeEnd || probeEnd > elements)) {
            return Optional.of("probeBegin=" + probeBegin + ", probeEnd=" + probeEnd);
        }
        return Optional.empty();
    }

    /** Tells whether some chunks may be done already, by what the ledger says. */
    public boolean isRetry() {
        return round > 0 && !isProbe();
    }

    /** Tells whether this is a probe. */
    public boolean isProbe() {
        return probeEnd > 0;
    }

    /** Returns where the partials start in the area, in bytes: behind the ledger. */
    long partialsOffset() {
        return align(plan.chunks() * Integer.BYTES);
    }

    /** Returns where the description starts in the area, in bytes: behind the partials. */
    long descriptionOffset() {
        return align(partialsOffset() + plan.blocks() * partialWidth * Double.BYTES);
    }

    /** Returns where a worker saves what it changes, in bytes: behind the description. */
    long undoOffset(int worker) {
        return align(descriptionOffset() + descriptionByteSize) + worker * undoByteSize();
    }

    /** Returns what a worker needs for that, in bytes. */
    long undoByteSize() {
        return savedBytes == 0 ? 0 : align(Undo.CONTENT_OFFSET + plan.blockElements() * savedBytes);
    }

    /** Returns what the area must hold, in bytes. */
    public long areaByteSize() {
        return undoOffset(workers);
    }

    void write(MemorySegment job) {
        job.set(JAVA_LONG, CurrentJobLayout.ELEMENTS, plan.elements());
        job.set(JAVA_LONG, CurrentJobLayout.BLOCK_ELEMENTS, plan.blockElements());
        job.set(JAVA_LONG, CurrentJobLayout.CHUNK_ELEMENTS, plan.chunkElements());
        job.set(JAVA_INT, CurrentJobLayout.SCHEDULE, code(schedule));
        job.set(JAVA_INT, CurrentJobLayout.WORKERS, workers);
        job.set(JAVA_INT, CurrentJobLayout.PARTIAL_WIDTH, partialWidth);
        job.set(JAVA_INT, CurrentJobLayout.AREA, area);
        job.set(JAVA_INT, CurrentJobLayout.DESCRIPTION, description);
        job.set(JAVA_INT, CurrentJobLayout.DESCRIPTION_BYTE_SIZE, descriptionByteSize);
        job.set(JAVA_INT, CurrentJobLayout.ROUND, round);
        job.set(JAVA_INT, CurrentJobLayout.SAVED_BYTES, savedBytes);
        job.set(JAVA_LONG, CurrentJobLayout.PROBE_BEGIN, probeBegin);
        job.set(JAVA_LONG, CurrentJobLayout.PROBE_END, probeEnd);
    }

    static CurrentJob read(int number, MemorySegment job) {
        return new CurrentJob(
                number,
                new ChunkPlan(
                        job.get(JAVA_LONG, CurrentJobLayout.ELEMENTS),
                        job.get(JAVA_LONG, CurrentJobLayout.BLOCK_ELEMENTS),
                        job.get(JAVA_LONG, CurrentJobLayout.CHUNK_ELEMENTS)),
                schedule(job.get(JAVA_INT, CurrentJobLayout.SCHEDULE)),
                job.get(JAVA_INT, CurrentJobLayout.WORKERS),
                job.get(JAVA_INT, CurrentJobLayout.PARTIAL_WIDTH),
                job.get(JAVA_INT, CurrentJobLayout.AREA),
                job.get(JAVA_INT, CurrentJobLayout.DESCRIPTION),
                job.get(JAVA_INT, CurrentJobLayout.DESCRIPTION_BYTE_SIZE),
                job.get(JAVA_INT, CurrentJobLayout.ROUND),
                job.get(JAVA_INT, CurrentJobLayout.SAVED_BYTES),
                job.get(JAVA_LONG, CurrentJobLayout.PROBE_BEGIN),
                job.get(JAVA_LONG, CurrentJobLayout.PROBE_END));
    }

    private static int code(Schedule schedule) {
        return switch (schedule) {
            case STATIC -> 1;
            case DYNAMIC -> 2;
            case GUIDED -> 3;
        };
    }

    /** What is read while a job is being posted may be anything; it is not used then. */
    private static Schedule schedule(int code) {
        return switch (code) {
            case 1 -> Schedule.STATIC;
            case 3 -> Schedule.GUIDED;
            default -> Schedule.DYNAMIC;
        };
    }

    private static long align(long offset) {
        return Math.ceilDiv(offset, 128L) * 128;
    }
}
