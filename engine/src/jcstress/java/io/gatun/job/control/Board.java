package io.gatun.job.control;

import io.gatun.job.Schedule;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Makes the words that these tests are about, in memory of one process: what orders threads orders processes too. */
final class Board {
    private static final Path NOWHERE = Path.of("/nowhere");

    private Board() {}

    /** Returns zeros where a control segment has its header. */
    static MemorySegment header() {
        return longs(HeaderLayout.LAYOUT.byteSize());
    }

    /** Returns an empty board. */
    static JobBoard board() {
        return new JobBoard(NOWHERE, header());
    }

    /** Returns zeros where a control segment has a worker's row. */
    static WorkerSlot row() {
        return new WorkerSlot(longs(SlotLayout.LAYOUT.byteSize()));
    }

    /** Returns a job of so many chunks, each of one element that has one partial. */
    static CurrentJob job(int chunks) {
        return job(chunks, Schedule.DYNAMIC);
    }

    static CurrentJob job(int chunks, Schedule schedule) {
        return new CurrentJob(1, new ChunkPlan(chunks, 1, 1), schedule, 2, 1, 1, 0, 0);
    }

    /** Returns an area of zeros for a job. */
    static JobArea area(CurrentJob job) {
        return new JobArea(NOWHERE, longs(job.areaByteSize()), job);
    }

    private static MemorySegment longs(long byteSize) {
        return MemorySegment.ofArray(new long[(int) Math.ceilDiv(byteSize, Long.BYTES)]);
    }
}
