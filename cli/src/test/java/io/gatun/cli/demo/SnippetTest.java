package io.gatun.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demos as they are shown in the documentation of what they use, which the JDK's own tool makes. */
class SnippetTest {
    private static final Path DEMOS = Path.of("cli/src/main/java/io/gatun/cli/demo");
    private static final Pattern REGION = Pattern.compile("// @start region=([a-z-]+)");
    private static final Pattern SNIPPET = Pattern.compile("\\{@snippet file=\\w+\\.java region=([a-z-]+)\\}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path made;

    @Test
    void everySnippetIsFound() throws IOException {
        Path home = home();
        StringWriter messages = new StringWriter();
        int exitCode = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new AssertionError("this is no JDK"))
                .run(
                        new PrintWriter(messages),
                        new PrintWriter(messages),
                        "-quiet",
                        "-Xdoclint:none",
                        "-d",
                        made.toString(),
                        "-p",
                        librariesOfTheEngine(),
                        "--snippet-path",
                        home.resolve(DEMOS).toString(),
                        "--source-path",
                        home.resolve("engine/src/main/java").toString(),
                        "io.gatun.sync",
                        "io.gatun.value",
                        "io.gatun.collection");
        assertEquals(0, exitCode, messages::toString);
    }

    @Test
    void eachRegionOfADemoIsShownSomewhere() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (String room : List.of("sync", "value", "collection")) {
            Path sources = home().resolve("engine/src/main/java/io/gatun").resolve(room);
            shown.addAll(found(SNIPPET, sources));
        }
        assertEquals(found(REGION, home().resolve(DEMOS)), shown);
    }

    @Test
    void eachDemoFitsOnAScreen() throws IOException {
        try (Stream<Path> files = Files.list(home().resolve(DEMOS))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith("Demo.java")).toList()) {
                long lines = Files.readAllLines(file).size();
                assertTrue(lines <= 60, () -> file.getFileName() + " has " + lines + " lines");
            }
        }
    }

    /** Returns the first group of what matches in the files of a folder. */
    private static Set<String> found(Pattern pattern, Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }

    /** Returns what the engine is compiled with. */
    private static String librariesOfTheEngine() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.contains("jspecify") || entry.contains("jackson"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the folder of this checkout: two above this module's target. */
    private static Path home() {
        try {
            Path classes = Path.of(SnippetTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolve("../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
