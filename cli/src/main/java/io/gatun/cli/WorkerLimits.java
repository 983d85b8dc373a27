package io.gatun.cli;

import io.gatun.segment.ResourceLimit;
import java.util.Locale;

/**
 * Whether this user's limits let workers start, asked before one does: a JVM that runs into a limit prints lines of its own, or
 * ends in the middle of its work.
 */
final class WorkerLimits {
    /** A worker's JVM has so many, and the coordinator two for it. */
    private static final long THREADS = 18;

    /** A worker's JVM reserves it, most of it for classes and compiled code that never come; measured, and rounded up. */
    private static final long JVM_BYTES = 1800L << 20;

    /** What the C library reserves for a thread that allocates; the coordinator has two, and one for each worker. */
    private static final long THREAD_BYTES = 64L << 20;

    private static final long MOST_THREADS = 16;

    /** The coordinator has a pipe from each worker, and others while they start. */
    private static final long FILES = 2;

    /** What the rest of the command opens besides, jars above all. */
    private static final long FILES_TO_START = 40;

    private WorkerLimits() {}

    /**
     * Asks for what a job needs.
     *
     * @param inputBytes the arrays that are mapped here already
     * @param outputBytes the arrays to come
     * @throws UsageException if a limit does not allow it
     */
    static void require(int workers, long inputBytes, long outputBytes) {
        require(workers * FILES + FILES_TO_START, ResourceLimit.OPEN_FILES, workers, "open files");
        require(workers * THREADS, ResourceLimit.PROCESSES, workers, "threads");
        long ofThreads = Math.min(MOST_THREADS, 2 + workers) * THREAD_BYTES;
        require(outputBytes + ofThreads, ResourceLimit.ADDRESS_SPACE, workers, "bytes of address space");
        long limit = ResourceLimit.ADDRESS_SPACE.value().orElse(Long.MAX_VALUE);
        long needed = JVM_BYTES + inputBytes + outputBytes;
        if (needed > limit) {
            throw new UsageException(
                    "a worker needs %,d bytes of address space, a process may have %,d (%s): raise that limit"
                            .formatted(needed, limit, ResourceLimit.ADDRESS_SPACE.setBy()));
        }
    }

    private static void require(long needed, ResourceLimit limit, int workers, String what) {
        long available = limit.available().orElse(Long.MAX_VALUE);
        if (needed > available) {
            throw new UsageException(String.format(
                    Locale.ROOT,
                    "%,d workers need %,d %s more, %,d are left (%s): raise that limit, or use fewer --workers",
                    workers,
                    needed,
                    what,
                    available,
                    limit.setBy()));
        }
    }
}
