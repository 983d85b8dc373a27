package io.gatun.job.control;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * A worker's row in the control segment; while that worker lives, only it writes there, but for {@code
 * cancelled}. Offsets are in bytes from the start of
 * the row, times in nanoseconds: points in time on the machine's monotonic clock, which all its processes share. From {@code
 * job} to {@code currentChunk} it tells of one job; what the coordinator reads before each wake-up stands apart from what the
 * worker writes with each chunk.
 */
final class SlotLayout {
    /** How much of a stack trace is kept, in bytes of UTF-8. */
    static final int ERROR_BYTES = 3840;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    paddingLayout(4),
                    JAVA_INT.withName("job"),
                    JAVA_LONG.withName("beganNanos"),
                    JAVA_LONG.withName("lastDoneNanos"),
                    JAVA_LONG.withName("elementsDone"),
                    JAVA_LONG.withName("vectorElements"),
                    JAVA_LONG.withName("chunksDone"),
                    JAVA_LONG.withName("currentChunk"), // plus 1; 0 for none
                    JAVA_INT.withName("inside"), // 1 from before it claims until it has reported back
                    JAVA_INT.withName("gaveUp"), // the number of a round in which it left a chunk undone
                    JAVA_LONG.withName("worker"), // whose row it is: see WorkerSlot
                    paddingLayout(56),
                    JAVA_INT.withName("asleep"), // 1 while it sleeps, 2 while it does not; 0 until it has come
                    JAVA_INT.withName("canWake"),
                    JAVA_INT.withName("failedJob"),
                    JAVA_INT.withName("errorByteSize"),
                    JAVA_LONG.withName("cancelled"), // the coordinator's: the chunk the worker should leave, plus 1
                    paddingLayout(104),
                    MemoryLayout.sequenceLayout(ERROR_BYTES, JAVA_BYTE).withName("error"))
            .withName("slot");

    static final long JOB = offset("job");
    static final long BEGAN_NANOS = offset("beganNanos");
    static final long LAST_DONE_NANOS = offset("lastDoneNanos");
    static final long ELEMENTS_DONE = offset("elementsDone");
    static final long VECTOR_ELEMENTS = offset("vectorElements");
    static final long CHUNKS_DONE = offset("chunksDone");
    static final long CURRENT_CHUNK = offset("currentChunk");
    static final long INSIDE = offset("inside");
    static final long GAVE_UP = offset("gaveUp");
    static final long WORKER = offset("worker");
    static final long ASLEEP = offset("asleep");
    static final long CAN_WAKE = offset("canWake");
    static final long FAILED_JOB = offset("failedJob");
    static final long ERROR_BYTE_SIZE = offset("errorByteSize");
    static final long CANCELLED = offset("cancelled");
    static final long ERROR = offset("error");

    private SlotLayout() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
