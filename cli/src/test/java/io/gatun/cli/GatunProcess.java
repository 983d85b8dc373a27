package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code gatun}. A watchdog ends one that hangs. */
final class GatunProcess implements AutoCloseable {
    private static final long WATCHDOG_SECONDS = 60;

    private final Process process;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Thread outPump;
    private final Thread errPump;

    GatunProcess(ProcessBuilder builder) throws IOException {
        process = builder.start();
        outPump = pump(process.inputReader(StandardCharsets.UTF_8), out);
        errPump = pump(process.errorReader(StandardCharsets.UTF_8), err);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has printed a text on standard error. */
    void awaitError(String text) {
        Await.until("it prints " + text, WATCHDOG_SECONDS, () -> hasPrinted(text) || !process.isAlive());
        if (!hasPrinted(text)) {
            fail("it ended without printing " + text + ": " + await());
        }
    }

    /** Waits until it has opened a jar of this name. */
    void awaitOpened(String jar) {
        Path descriptors = Path.of("/proc", Long.toString(pid()), "fd");
        Await.until("it opens " + jar, WATCHDOG_SECONDS, () -> {
            try (Stream<Path> links = Files.list(descriptors)) {
                return links.anyMatch(link -> target(link).contains(jar));
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private boolean hasPrinted(String text) {
        return err.toString().contains(text);
    }

    /** Sends a signal to this process, or with {@code toGroup} to all of the process group it leads. */
    void signal(String signal, boolean toGroup) {
        String target = (toGroup ? "-" : "") + pid();
        try {
            int exitCode = new ProcessBuilder("kill", "-s", signal, "--", target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                fail("kill -s " + signal + " -- " + target + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end. */
    GatunResult await() {
        try {
            if (!process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                close();
                fail("it hangs; so far it printed: " + out + err);
            }
            outPump.join(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS));
            errPump.join(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new GatunResult(process.exitValue(), out.toString(), err.toString());
    }

    /** Ends it and what it started, if a test that failed has left it running. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Thread pump(BufferedReader from, StringWriter to) {
        return Thread.ofVirtual().start(() -> {
            try (from) {
                char[] characters = new char[8192];
                for (int count = from.read(characters); count >= 0; count = from.read(characters)) {
                    to.write(characters, 0, count);
                }
            } catch (IOException e) {
                // it was killed
            }
        });
    }
}
