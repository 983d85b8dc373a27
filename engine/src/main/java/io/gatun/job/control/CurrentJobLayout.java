package io.gatun.job.control;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * The job that the pool is at, in the control segment's header. The sizes of the plan are in elements. {@code number} is that of
 * the round, and 0 while the others are being written and when there is nothing to claim; the others stay then.
 */
final class CurrentJobLayout {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("number"),
                    JAVA_INT.withName("schedule"),
                    JAVA_LONG.withName("elements"),
                    JAVA_LONG.withName("blockElements"),
                    JAVA_LONG.withName("chunkElements"),
                    JAVA_INT.withName("workers"),
                    JAVA_INT.withName("partialWidth"),
                    JAVA_INT.withName("area"), // 0 for the one in this segment, else the number of a further segment
                    JAVA_INT.withName("description"), // changes whenever the description does
                    JAVA_INT.withName("descriptionByteSize"),
                    JAVA_INT.withName("round"), // 0 at first, then one more after each death
                    JAVA_INT.withName("savedBytes"), // of each element before it is changed; 0 if it need not be
                    paddingLayout(4),
                    JAVA_LONG.withName("probeBegin"), // the elements of a probe
                    JAVA_LONG.withName("probeEnd"), // 0 if it is none
                    paddingLayout(48))
            .withName("job");

    static final long NUMBER = offset("number");
    static final long SCHEDULE = offset("schedule");
    static final long ELEMENTS = offset("elements");
    static final long BLOCK_ELEMENTS = offset("blockElements");
    static final long CHUNK_ELEMENTS = offset("chunkElements");
    static final long WORKERS = offset("workers");
    static final long PARTIAL_WIDTH = offset("partialWidth");
    static final long AREA = offset("area");
    static final long DESCRIPTION = offset("description");
    static final long DESCRIPTION_BYTE_SIZE = offset("descriptionByteSize");
    static final long ROUND = offset("round");
    static final long SAVED_BYTES = offset("savedBytes");
    static final long PROBE_BEGIN = offset("probeBegin");
    static final long PROBE_END = offset("probeEnd");

    private CurrentJobLayout() {}

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
