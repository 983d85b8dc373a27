package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A shared memory folder of a test class's own. After each test it must be empty, and no worker may live whose control
 * segment lies in it.
 */
final class SegmentFolder implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Path PARENT = Path.of("/dev/shm");
    private static final long WATCHDOG_SECONDS = 30;

    private @Nullable Path folder;

    /** Returns the command with arguments, to be run on this folder. */
    GatunCommand gatun(String... arguments) {
        return GatunCommand.of(path(), arguments);
    }

    Path path() {
        return Objects.requireNonNull(folder, "made before the first test");
    }

    Path path(String segment) {
        return path().resolve(segment);
    }

    /** Returns the names of the files in it, in order. */
    List<String> names() {
        try (Stream<Path> files = Files.list(path())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String prefix) {
        return names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns the pids of workers; a process that has ended but was not reaped has no command line any more. */
    List<Long> workers() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isWorker(commandLine(pid)))
                .toList();
    }

    void awaitWorkers() {
        Await.until("a worker starts", WATCHDOG_SECONDS, () -> !workers().isEmpty());
    }

    /** Waits until those have left whose coordinator was killed. */
    void awaitNoWorkers() {
        Await.until("the workers leave", WATCHDOG_SECONDS, () -> workers().isEmpty());
    }

    void awaitSegment(String prefix) {
        Await.until("a segment " + prefix + "… appears", WATCHDOG_SECONDS, () -> has(prefix));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory(PARENT, "gatun-it-");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<String> left = names();
        for (String name : left) {
            Files.delete(path(name)); // so that the next test does not find it
        }
        List<Long> alive = workers();
        alive.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        assertEquals(List.of(), left, "segments left behind");
        assertEquals(List.of(), alive, "workers left alive");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Files.delete(path());
    }

    /** Reads a process's command line, its words parted by NUL; empty if it has ended. */
    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private boolean isWorker(String commandLine) {
        return commandLine.contains("io.gatun.workers.WorkerMain") && commandLine.contains(path() + "/");
    }
}
