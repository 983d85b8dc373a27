package io.gatun.testing;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs Python scripts, with NumPy or without; {@code -Dgatun.python=…} names another interpreter than Debian's. */
public final class Python {
    private static final String INTERPRETER = System.getProperty("gatun.python", "/usr/bin/python3");

    private Python() {}

    /** Returns what the script printed; fails if it raises, or if NumPy is missing. */
    public static String run(String script, Object... arguments) {
        Object[] command = Stream.concat(Stream.of(INTERPRETER, "-c", script), Stream.of(arguments))
                .toArray();
        try {
            return Program.output(command);
        } catch (AssertionError e) {
            if (String.valueOf(e.getMessage()).contains("No module named 'numpy'")) {
                throw new AssertionError(
                        INTERPRETER + " has no numpy: run .ci/run (it installs python3-numpy), or set -Dgatun.python",
                        e);
            }
            throw e;
        }
    }

    /** Starts a script that talks by lines. */
    public static ChildProgram start(Path script, String... arguments) {
        return new ChildProgram(Stream.concat(Stream.of(INTERPRETER, script.toString()), Stream.of(arguments))
                .toList());
    }
}
