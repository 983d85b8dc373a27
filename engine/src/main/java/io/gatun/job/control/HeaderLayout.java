package io.gatun.job.control;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * The first bytes of a control segment, for the life of its pool. Offsets and sizes in bytes.
 *
 * <p>Each word that several processes write or wait for has 128 bytes to itself, two cache lines, since processors fetch them
 * in pairs.
 */
final class HeaderLayout {
    /** Changes whenever anything in the segment changes its place or meaning. */
    static final int VERSION = 6;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("magic"),
                    JAVA_INT.withName("version"),
                    JAVA_INT.withName("capacity"), // rows for workers
                    JAVA_LONG.withName("byteSize"),
                    JAVA_LONG.withName("areaOffset"), // the job area that comes with the segment
                    JAVA_LONG.withName("coordinatorPid"),
                    JAVA_LONG.withName("coordinatorStartTime"), // tells it from others that have its pid later
                    paddingLayout(80),
                    JAVA_LONG.withName("claim"), // the round's number << 33 | the next chunk
                    paddingLayout(120),
                    JAVA_LONG.withName("remaining"), // chunks whose claimers have not reported back
                    paddingLayout(120),
                    JAVA_INT.withName("published"), // the number of the last round; workers sleep on it
                    paddingLayout(124),
                    JAVA_INT.withName("completed"), // the number of the last round done
                    paddingLayout(124),
                    JAVA_INT.withName("waiting"), // 1 while the coordinator sleeps, on this word
                    JAVA_INT.withName("stopped"), // the number of a round whose job is given up
                    JAVA_INT.withName(
                            "unfinished"), // the number a job began with whose result nobody has yet; 0 for none
                    paddingLayout(116),
                    CurrentJobLayout.LAYOUT.withName("job"),
                    CurrentJobLayout.LAYOUT.withName("begun")) // the unfinished job, as it was in its first round
            .withName("header");

    static final long MAGIC = offset("magic");
    static final long VERSION_OFFSET = offset("version");
    static final long CAPACITY = offset("capacity");
    static final long BYTE_SIZE = offset("byteSize");
    static final long AREA_OFFSET = offset("areaOffset");
    static final long COORDINATOR_PID = offset("coordinatorPid");
    static final long COORDINATOR_START_TIME = offset("coordinatorStartTime");
    static final long CLAIM = offset("claim");
    static final long REMAINING = offset("remaining");
    static final long PUBLISHED = offset("published");
    static final long COMPLETED = offset("completed");
    static final long WAITING = offset("waiting");
    static final long STOPPED = offset("stopped");
    static final long UNFINISHED = offset("unfinished");
    static final long JOB = offset("job");
    static final long BEGUN = offset("begun");

    private HeaderLayout() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
