package io.gatun.job;

import java.io.Serial;
import java.util.Locale;
import java.util.Objects;

/** Why a job ended without a result; the set is closed. */
public abstract sealed class JobException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    JobException(String message) {
        super(message);
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

    /** A worker process ended before its work did. */
    public static final class WorkerDied extends JobException {
        @Serial
        private static final long serialVersionUID = 1L;

        private static final int LAST_SIGNAL = 64;

        private final long pid;
        private final int exitCode;

        WorkerDied(int worker, long pid, int exitCode, String where, String lastLines) {
            super("worker " + worker + " (pid " + pid + ") ended with " + describe(exitCode) + " " + where
                    + (lastLines.isEmpty() ? "" : "; it last said: " + lastLines));
            this.pid = pid;
            this.exitCode = exitCode;
        }

        /** Returns the process id the worker had. */
        public long pid() {
            return pid;
        }

        /** Returns the exit code; 128 and the signal's number for one that a signal ended. */
        public int exitCode() {
            return exitCode;
        }

        private static String describe(int exitCode) {
            String signal = switch (exitCode - 128) {
                case 1 -> "SIGHUP";
                case 2 -> "SIGINT";
                case 4 -> "SIGILL";
                case 6 -> "SIGABRT";
                case 7 -> "SIGBUS";
                case 8 -> "SIGFPE";
                case 9 -> "SIGKILL";
                case 11 -> "SIGSEGV";
                case 15 -> "SIGTERM";
                default -> exitCode > 128 && exitCode <= 128 + LAST_SIGNAL ? "signal " + (exitCode - 128) : "";
            };
            return "exit code " + exitCode + (signal.isEmpty() ? "" : " (" + signal + ")");
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
