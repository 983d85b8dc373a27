package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Python with its NumPy: the other side of the arrays. */
final class Python {
    private static final String PYTHON = "/usr/bin/python3";

    private Python() {}

    /** Runs a script in a working directory and returns what it prints, without the last line break. */
    static String run(Path directory, String script, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(PYTHON, "-c", script));
        words.addAll(List.of(arguments));
        Process python = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        assertEquals(0, python.waitFor(), () -> PYTHON + " failed; these tests need python3-numpy: " + printed);
        return printed;
    }
}
