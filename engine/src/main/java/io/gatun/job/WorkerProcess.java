package io.gatun.job;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A worker process as the coordinator sees it: a pid, whether it lives, and what it says on standard error, which is all that
 * passes through a pipe.
 */
final class WorkerProcess {
    private static final int LINES_KEPT = 5;
    private static final int MAX_STARTS = 3;

    /** What a JVM says at its start where workers have the Vector API; nobody can do anything about it. */
    private static final String INCUBATING = "WARNING: Using incubator modules: jdk.incubator.vector";

    /** How a JVM that crashes says why: {@code #  SIGSEGV (0xb) at pc=…}. */
    private static final Pattern CRASH_SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) \\(0x");

    private static final String SAVED_AS = "is saved as:";
    private static final String PROBLEMATIC_FRAME = "# Problematic frame:";
    private static final int LAST_SIGNAL = 64;

    private final int number;
    private final Process process;
    private final Thread pump;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile long endedNanos;
    private boolean killedAsHung;
    private String lastLine = "";
    private String crashSignal = "";
    private @Nullable Path errorFile;

    private WorkerProcess(int number, Process process, Consumer<String> errorLines, Runnable whenEnded) {
        this.number = number;
        this.process = process;
        this.pump = Thread.ofPlatform()
                .name("gatun-worker-" + number + "-stderr")
                .daemon()
                .start(() -> pump(errorLines, whenEnded));
    }

    /**
     * Starts one.
     *
     * @param whenEnded is done by a thread of its own when the process has ended and can do no more harm; late, or never, if a
     *     child of the worker holds its standard error open. Not by {@link Process#onExit}: that has it done by the common pool,
     *     whose threads may all be busy with something else, and for long
     */
    static WorkerProcess start(
            WorkerCommand command, Path control, int number, Consumer<String> errorLines, Runnable whenEnded) {
        ProcessBuilder builder = new ProcessBuilder(command.words(control, number))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true); // a crashing JVM tells why on its standard output
        // The threads that compile would each leave the arena behind in which they did.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
        Process process = start(builder);
        try {
            return new WorkerProcess(number, process, errorLines, whenEnded);
        } catch (Throwable e) { // no thread to be had for its standard error
            process.destroyForcibly();
            throw e;
        }
    }

    /** Tries again: the process that is to become the worker may be killed before it has, and then was never there. */
    private static Process start(ProcessBuilder builder) {
        for (int attempt = 1; ; attempt++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (attempt == MAX_STARTS) {
                    throw new UncheckedIOException("cannot start a worker: " + e.getMessage(), e);
                }
            }
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

    /** Tells how the process ended; it must have. */
    int exitCode() {
        return process.exitValue();
    }

    /** Returns for instance {@code exit code 137 (SIGKILL)}; a JVM that crashes says itself by which signal. */
    String describeEnd() {
        String signal;
        synchronized (lastLines) {
            signal = crashSignal.isEmpty() ? signalOf(exitCode()) : crashSignal;
        }
        return "exit code " + exitCode() + (signal.isEmpty() ? "" : " (" + signal + ")");
    }

    /** Returns the file that the JVM left about its crash, if it said that it did. */
    Optional<Path> errorFile() {
        synchronized (lastLines) {
            return Optional.ofNullable(errorFile).filter(Files::isRegularFile);
        }
    }

    /** What the process said last, its lines joined; complete once it has ended, whose pipe is read to its end first. */
    String lastLines() throws InterruptedException {
        pump.join(1000); // a child of the worker could hold the pipe open for ever
        synchronized (lastLines) {
            return String.join(" | ", lastLines);
        }
    }

    /** Returns when it was seen that the process, which has ended, had: on {@link System#nanoTime()}'s clock. */
    long endedNanos() {
        long nanos = endedNanos;
        return nanos == 0 ? System.nanoTime() : nanos;
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Kills a process that has been at the same chunk for too long. */
    void killAsHung() {
        killedAsHung = true;
        kill();
    }

    boolean wasKilledAsHung() {
        return killedAsHung;
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

    private void pump(Consumer<String> errorLines, Runnable whenEnded) {
        try {
            pump(errorLines);
        } finally {
            awaitEnd();
            endedNanos = System.nanoTime();
            whenEnded.run();
        }
    }

    private void awaitEnd() {
        while (true) {
            try {
                process.waitFor();
                return;
            } catch (InterruptedException e) {
                // nobody interrupts this thread but by mistake
            }
        }
    }

    private void pump(Consumer<String> errorLines) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(INCUBATING)) {
                    continue;
                }
                synchronized (lastLines) {
                    remember(line);
                }
                errorLines.accept("[worker " + number + "] " + line);
            }
        } catch (IOException e) {
            // the pipe was closed because the process was killed
        }
    }

    /** Of what a crashing JVM prints, which is framed by number signs, only what tells something here. */
    private void remember(String line) {
        Matcher signal = CRASH_SIGNAL.matcher(line);
        if (signal.find()) {
            crashSignal = signal.group(1);
        } else if (lastLine.endsWith(SAVED_AS) && line.startsWith("# /") && line.indexOf(0) < 0) {
            errorFile = Path.of(line.substring(2));
        } else if (!line.startsWith("#") || lastLine.equals(PROBLEMATIC_FRAME)) {
            lastLines.addLast(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.removeFirst();
            }
        }
        lastLine = line;
    }

    private static String signalOf(int exitCode) {
        return switch (exitCode - 128) {
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
    }
}
