package io.gatun.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside the test and talks by lines: what it prints is read with {@link #readLine}, what it reads on
 * its standard input comes from {@link #send}. Closing it kills it with SIGKILL.
 */
public class ChildProgram implements AutoCloseable {
    private static final String END = "<end of output>";

    /** How many of the lines that were read are told when the child disappoints. */
    private static final int MOST_REMEMBERED = 100;

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final Deque<String> read = new LinkedBlockingDeque<>(MOST_REMEMBERED);

    ChildProgram(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "is " + command.getFirst() + " installed? .ci/run installs what tests need", e);
        }
        Thread.ofPlatform().daemon().name("output of child " + process.pid()).start(this::readOutput);
    }

    /** Returns the next line the child prints; fails, with all it printed, if there is none. */
    public final String readLine() {
        String line;
        try {
            line = unread.poll(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a child", e);
        }
        if (line == null || line.equals(END)) {
            throw new AssertionError("child " + pid() + " (" + process + ") says no more; it said " + read);
        }
        remember(line);
        return line;
    }

    /** Returns the next line, however long it takes to come; empty once the child has ended. */
    public final Optional<String> awaitLine() throws InterruptedException {
        String line = unread.take();
        if (line.equals(END)) {
            unread.add(END); // for whoever asks next
            return Optional.empty();
        }
        remember(line);
        return Optional.of(line);
    }

    /** Reads a line and fails if it is another. */
    public final void expect(String expected) {
        String line = readLine();
        if (!line.equals(expected)) {
            killAndReap();
            throw new AssertionError("child " + pid() + " was to say \"" + expected + "\"; it said " + read + unread);
        }
    }

    /** Gives the child a line to read. */
    public final void send(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new AssertionError("child " + pid() + " does not listen; it said " + read + unread, e);
        }
    }

    /** Returns the child's process id. */
    public final long pid() {
        return process.pid();
    }

    /** Tells whether the child has not ended. */
    public final boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the child's exit status once it has ended by itself. */
    public final int awaitExit() {
        try {
            if (!process.waitFor(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("child " + pid() + " does not end; it said " + read + unread);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a child", e);
        }
        return process.exitValue();
    }

    /** Kills the child with SIGKILL and returns when the kernel has taken it down. */
    public final void killAndReap() {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        killAndReap();
    }

    private synchronized void remember(String line) {
        if (read.size() == MOST_REMEMBERED) {
            read.removeFirst();
        }
        read.addLast(line);
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                unread.add(line);
            }
        } catch (IOException e) {
            unread.add(e.toString());
        } finally {
            unread.add(END);
        }
    }
}
