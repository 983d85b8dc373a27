package io.gatun.job;

import java.io.Serial;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a job ended without a result; the set is closed. */
public abstract sealed class JobException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    JobException(String message) {
        super(message);
    }

    private static String lastSaid(WorkerFailure failure) {
        return failure.lastLines().isEmpty() ? "" : "; it last said: " + failure.lastLines();
    }

    /** Returns one line: what happened, and where. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The kernel, or what prepares it in a worker, threw an exception. */
    public static final class KernelFailed extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String workerStackTrace;

        KernelFailed(String kernel, int worker, long pid, String where, String workerStackTrace) {
            super("kernel " + kernel + " failed in worker " + worker + " (pid " + pid + ") " + where + ": "
                    + workerStackTrace.lines().findFirst().orElse("no message"));
            this.workerStackTrace = workerStackTrace;
        }

        /** Returns the exception as the worker saw it, with its causes; cut off if it is very long. */
        public String workerStackTrace() {
            return workerStackTrace;
        }
    }

    /** A worker process ended before its work did, and what it did cannot be done again, or may not. */
    public static final class WorkerDied extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long pid;
        private final int exitCode;

        WorkerDied(WorkerFailure failure, String why) {
            super(failure.describe()
                    + failure.elements().map(elements -> " in " + elements).orElse(" before it had a chunk")
                    + why
                    + lastSaid(failure));
            this.pid = failure.pid();
            this.exitCode = failure.exitCode().orElse(0);
        }

        /** Returns the process id the worker had. */
        public long pid() {
            return pid;
        }

        /** Returns the exit code; 128 and the signal's number for one that a signal ended. */
        public int exitCode() {
            return exitCode;
        }
    }

    /** Some elements ended, or held up, as many workers as the {@link RetryPolicy} allows. */
    public static final class ChunkFailed extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient ElementRange elements;
        private final transient List<WorkerFailure> attempts;

        ChunkFailed(
                String kernel, ElementRange elements, Optional<ElementRange> smallest, List<WorkerFailure> attempts) {
            super("kernel " + kernel + " failed " + attempts.size() + (attempts.size() == 1 ? " time" : " times")
                    + " in "
                    + elements
                    + smallest.map(range -> ", each time in " + range).orElse("")
                    + ": "
                    + attempts.stream().map(WorkerFailure::describe).collect(Collectors.joining("; "))
                    + lastSaid(attempts.getLast()));
            this.elements = smallest.orElse(elements);
            this.attempts = List.copyOf(attempts);
        }

        /** Returns the elements of the chunk, or, where the policy asks for it, the smallest range that was found to fail. */
        public ElementRange elements() {
            return elements;
        }

        /** Returns what came of each attempt. */
        public List<WorkerFailure> attempts() {
            return attempts;
        }
    }

    /** The job took longer than it may. */
    public static final class TimedOut extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        TimedOut(String kernel, long limitNanos, long elementsDone, long elements) {
            super(String.format(
                    Locale.ROOT,
                    "kernel %s took longer than its limit of %s s: %,d of %,d elements were done",
                    kernel,
                    limitNanos / 1e9,
                    elementsDone,
                    elements));
        }
    }

    /** No job of a pool waits to be taken up. */
    public static final class NothingToResume extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        NothingToResume(String name) {
            super(name + ": no job had begun, or its result is where it should be already: there is nothing to resume");
        }
    }

    /** A job was interrupted in the middle of a change in place, of which nothing was saved. */
    public static final class NotRetryable extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotRetryable(String kernel) {
            super("kernel " + kernel
                    + " was changing arrays in place, of which nothing was saved: the job cannot be resumed");
        }
    }

    /** Somebody removed the name of the job's control segment before all workers had found it. */
    public static final class ControlSegmentRemoved extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        ControlSegmentRemoved() {
            super("the job's control segment was removed from shared memory while its workers were starting");
        }
    }

    /** The machine has not the memory for this many workers; none was started. */
    public static final class NotEnoughMemory extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        NotEnoughMemory(int workers, long neededBytes, long availableBytes, long atMost) {
            super(String.format(
                    Locale.ROOT,
                    "%,d workers need %,d bytes of memory, %,d are available: use at most %,d workers",
                    workers,
                    neededBytes,
                    availableBytes,
                    atMost));
        }
    }
}
