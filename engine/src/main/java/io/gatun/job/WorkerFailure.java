package io.gatun.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a worker ended in a job, or why it was ended. The job goes on without it: what it held is given back, and another process is
 * started in its place.
 *
 * @param worker the worker's number, from 0
 * @param pid the process id it had
 * @param reason what happened, for instance {@code ended with exit code 137 (SIGKILL)}
 * @param exitCode the exit code, 128 and the signal's number for one that a signal ended; empty if it left a chunk that took too long,
 *     and lives
 * @param errorFile the JVM's account of a crash, where it wrote one
 * @param lastLines what the process said last, its lines joined
 * @param elements the chunk it was in; empty if it was in none
 * @param attempt which attempt at that chunk this was, from 1
 * @param noticedNanos when this was noticed, on {@link System#nanoTime()}'s clock
 * @param givenBackNanos when what it held could be claimed by others, on the same clock; 0 if it was not given back
 */
public record WorkerFailure(
        int worker,
        long pid,
        String reason,
        OptionalInt exitCode,
        Optional<Path> errorFile,
        String lastLines,
        Optional<ElementRange> elements,
        int attempt,
        long noticedNanos,
        long givenBackNanos) {

    WorkerFailure givenBack(long nanos) {
        return new WorkerFailure(
                worker, pid, reason, exitCode, errorFile, lastLines, elements, attempt, noticedNanos, nanos);
    }

    /** Returns who it was and what happened, for messages. */
    String describe() {
        return "worker " + worker + " (pid " + pid + ") " + reason
                + errorFile.map(file -> ", see " + file).orElse("");
    }
}
