package io.gatun.job;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A worker process as the coordinator sees it: a pid, whether it lives, and what it says on standard error, which is all that
 * passes through a pipe.
 */
final class WorkerProcess {
    private static final int LINES_KEPT = 5;

    /** What a JVM says at its start where workers have the Vector API; nobody can do anything about it. */
    private static final String INCUBATING = "WARNING: Using incubator modules: jdk.incubator.vector";

    private final int number;
    private final Process process;
    private final Thread pump;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private WorkerProcess(int number, Process process, Consumer<String> errorLines) {
        this.number = number;
        this.process = process;
        this.pump = Thread.ofPlatform()
                .name("gatun-worker-" + number + "-stderr")
                .daemon()
                .start(() -> pump(errorLines));
    }

    static WorkerProcess start(WorkerCommand command, Path control, int number, Consumer<String> errorLines) {
        ProcessBuilder builder = new ProcessBuilder(command.words(control, number))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true); // a crashing JVM tells why on its standard output
        // The threads that compile would each leave the arena behind in which they did.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a worker: " + e.getMessage(), e);
        }
        try {
            return new WorkerProcess(number, process, errorLines);
        } catch (Throwable e) { // no thread to be had for its standard error
            process.destroyForcibly();
            throw e;
        }
    }

    int number() {
        return number;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** What the process said last, its lines joined; complete once it has ended, whose pipe is read to its end first. */
    String lastLines() throws InterruptedException {
        pump.join(1000); // a child of the worker could hold the pipe open for ever
        synchronized (lastLines) {
            return String.join(" | ", lastLines);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits for the process to end by itself, at most to a point on {@link System#nanoTime()}'s clock. */
    void awaitUntil(long deadlineNanos) throws InterruptedException {
        process.waitFor(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Waits for the end of a process that was killed, or of one that ends by itself. */
    void await() throws InterruptedException {
        process.waitFor();
        pump.join(1000);
    }

    private void pump(Consumer<String> errorLines) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(INCUBATING)) {
                    continue;
                }
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                }
                errorLines.accept("[worker " + number + "] " + line);
            }
        } catch (IOException e) {
            // the pipe was closed because the process was killed
        }
    }
}
