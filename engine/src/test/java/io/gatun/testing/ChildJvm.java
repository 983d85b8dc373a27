package io.gatun.testing;

import io.gatun.segment.SharedSegment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real JVM on the classes under test, which talks by lines: what it prints is read with {@link #readLine}, what it reads
 * on its standard input comes from {@link #send}. Closing it kills it with SIGKILL.
 *
 * <p>Its class path has no JUnit: a child's main class must not use it.
 */
public final class ChildJvm implements AutoCloseable {
    private static final String END = "<end of output>";

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    private ChildJvm(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("output of child " + process.pid()).start(this::readOutput);
    }

    /** Starts a JVM that runs the class's main method. */
    public static ChildJvm start(Class<?> main, Object... arguments) {
        return start(List.of(), List.of(), main, arguments);
    }

    /** As {@link #start}, with further flags of the JVM's. */
    public static ChildJvm startWith(List<String> flags, Class<?> main, Object... arguments) {
        return start(List.of(), flags, main, arguments);
    }

    /** As {@link #start}, by another program that ends in running the command it is given. */
    public static ChildJvm startUnder(List<String> launcher, Class<?> main, Object... arguments) {
        return start(launcher, List.of(), main, arguments);
    }

    private static ChildJvm start(List<String> launcher, List<String> flags, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                String.join(":", classPath(main))));
        String folder = System.getProperty(NothingLeftBehind.FOLDER_PROPERTY);
        if (folder != null) {
            command.add("-D" + NothingLeftBehind.FOLDER_PROPERTY + "=" + folder);
        }
        command.addAll(flags);
        command.add(main.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        try {
            return new ChildJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folders of the classes under test and of the main class. */
    static List<String> classPath(Class<?> main) {
        return Stream.of(main, SharedSegment.class).map(ChildJvm::folderOf).toList();
    }

    private static String folderOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the next line the child prints; fails, with all it printed, if there is none. */
    public String readLine() {
        String line;
        try {
            line = unread.poll(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a child", e);
        }
        if (line == null || line.equals(END)) {
            throw new AssertionError("child " + pid() + " (" + process + ") says no more; it said " + read);
        }
        read.add(line);
        return line;
    }

    /** Reads a line and fails if it is another. */
    public void expect(String expected) {
        String line = readLine();
        if (!line.equals(expected)) {
            killAndReap();
            throw new AssertionError("child " + pid() + " was to say \"" + expected + "\"; it said " + read + unread);
        }
    }

    /** Gives the child a line to read. */
    public void send(String line) {
        try {
            process.outputWriter().append(line).append('\n').flush();
        } catch (IOException e) {
            throw new AssertionError("child " + pid() + " does not listen; it said " + read + unread, e);
        }
    }

    /** Returns the child's process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns the child's exit status once it has ended by itself. */
    public int awaitExit() {
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
    public void killAndReap() {
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        killAndReap();
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
