package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code gatun} command line, to be run on the jars in {@code target/lib} and the JDK of this test, with the launcher's flags.
 *
 * @param shm the shared memory folder
 * @param directory the working directory
 * @param wrapper words before the command, of a program that ends in running it
 * @param arguments what the command is told
 */
record GatunCommand(Path shm, Path directory, List<String> wrapper, List<String> arguments) {
    /** Where the jars lie. */
    static final Path LIB = target().resolve("lib");

    private static final String MAIN_CLASS = "io.gatun.cli.Gatun";

    GatunCommand {
        wrapper = List.copyOf(wrapper);
        arguments = List.copyOf(arguments);
    }

    static GatunCommand of(Path shm, String... arguments) {
        return new GatunCommand(shm, target(), List.of(), List.of(arguments));
    }

    /** Returns this command in another working directory. */
    GatunCommand in(Path otherDirectory) {
        return new GatunCommand(shm, otherDirectory, wrapper, arguments);
    }

    /** Returns this command, run by a program that takes a command line as its last arguments. */
    GatunCommand under(List<String> otherWrapper) {
        return new GatunCommand(shm, directory, otherWrapper, arguments);
    }

    /** Returns this command with further arguments. */
    GatunCommand with(String... further) {
        List<String> more = new ArrayList<>(arguments);
        more.addAll(List.of(further));
        return new GatunCommand(shm, directory, wrapper, more);
    }

    /** Returns this command with a kernel of {@code src/test/resources/kernels} within its reach. */
    GatunCommand withTestKernels() {
        return with("--class-path", TestKernels.folder().toString());
    }

    /** Starts it. */
    GatunProcess start() {
        try {
            return new GatunProcess(new ProcessBuilder(words()).directory(directory.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    GatunResult run() {
        try (GatunProcess process = start()) {
            return process.await();
        }
    }

    /** Runs it and expects exit code 0, a JSON object on standard output, and nothing on standard error. */
    JsonObject runForJson() {
        GatunResult result = with("--json").run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("", result.err());
        return result.json();
    }

    /** Runs it and expects exit code 2 and one line on standard error, with nothing on standard output. */
    void assertRefused(String message) {
        assertFailsWithOneLine(2, message);
    }

    /** Runs it and expects an exit code and one line on standard error, with nothing on standard output. */
    GatunResult assertFailsWithOneLine(int exitCode, String message) {
        GatunResult result = run();
        assertEquals(exitCode, result.exitCode(), result::toString);
        assertEquals("", result.out());
        assertEquals(1, result.errLines().size(), result::toString);
        assertTrue(result.err().startsWith("gatun"), result::toString);
        assertTrue(result.err().contains(message), () -> "not said: " + message + ", but: " + result.err());
        return result;
    }

    /** Returns the command line. */
    List<String> words() {
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=10",
                "-Dpicocli.disable.closures=true",
                "--enable-native-access=ALL-UNNAMED",
                "-Dgatun.shm.folder=" + shm,
                "-cp",
                LIB + "/*",
                MAIN_CLASS));
        words.addAll(arguments);
        return words;
    }

    static Path target() {
        try {
            Path testClasses = Path.of(GatunCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return testClasses.resolveSibling("").toAbsolutePath().normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
