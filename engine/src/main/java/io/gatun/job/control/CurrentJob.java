package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.job.Schedule;
import java.lang.foreign.MemorySegment;

/**
 * The numbers of the job that a pool is at.
 *
 * @param number counts the pool's jobs, from 1
 * @param plan how the elements are cut
 * @param schedule how chunks find their workers
 * @param workers how many may take part, those with the lowest numbers
 * @param partialWidth the numbers in a partial; 0 without a reduction
 * @param area where ledger, partials and description are: 0 in the control segment, else the number of a further segment
 * @param description changes whenever the bytes of the description do
 * @param descriptionByteSize the size of the description in bytes
 */
public record CurrentJob(
        int number,
        ChunkPlan plan,
        Schedule schedule,
        int workers,
        int partialWidth,
        int area,
        int description,
        int descriptionByteSize) {
    /** Returns the same job in another area. */
    CurrentJob withArea(int other) {
        return other == area
                ? this
                : new CurrentJob(
                        number, plan, schedule, workers, partialWidth, other, description, descriptionByteSize);
    }

    /** Returns where the partials start in the area, in bytes: behind the ledger. */
    long partialsOffset() {
        return align(plan.chunks() * Integer.BYTES);
    }

    /** Returns where the description starts in the area, in bytes: behind the partials. */
    long descriptionOffset() {
        return align(partialsOffset() + plan.blocks() * partialWidth * Double.BYTES);
    }

    /** Returns what the area must hold, in bytes. */
    public long areaByteSize() {
        return align(descriptionOffset() + descriptionByteSize);
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
                job.get(JAVA_INT, CurrentJobLayout.DESCRIPTION_BYTE_SIZE));
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
