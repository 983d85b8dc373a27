package io.gatun.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs another program to its end. */
public final class Program {
    private Program() {}

    /** Returns what the program printed, its errors included; fails if its exit status is not 0. */
    public static String output(Object... command) {
        return outputIn(Path.of(""), command);
    }

    /** Runs the program in a folder; otherwise as {@link #output}. */
    public static String outputIn(Path folder, Object... command) {
        List<String> words = Stream.of(command).map(String::valueOf).toList();
        Path output = null;
        try {
            output = Files.createTempFile("gatun-test-", ".out");
            Process process = new ProcessBuilder(words)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " does not end; it said " + Files.readString(output));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        words + " ended with status " + process.exitValue() + ": " + Files.readString(output));
            }
            return Files.readString(output).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "is " + words.getFirst() + " installed? .ci/run installs what tests need", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + words, e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
