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

    /**
     * What the C library reserves for a thread that allocates; the coordinator has two, and one for each worker. A worker's JVM
     * takes less address space than this one, inputs and outputs included.
     */
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
     * @param outputBytes the arrays to come
     * @throws UsageException if a limit does not allow it
     */
    static void require(int workers, long outputBytes) {
        require(workers * FILES + FILES_TO_START, ResourceLimit.OPEN_FILES, workers, "open files");
        require(workers * THREADS, ResourceLimit.PROCESSES, workers, "threads");
        long ofThreads = Math.min(MOST_THREADS, 2 + workers) * THREAD_BYTES;
        require(outputBytes + ofThreads, ResourceLimit.ADDRESS_SPACE, workers, "bytes of address space");
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
