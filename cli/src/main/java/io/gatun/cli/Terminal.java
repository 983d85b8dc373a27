package io.gatun.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is a terminal to show something on. */
public final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Tells whether standard error, where progress is shown, is a terminal, wherever standard input and output go. */
    public static boolean isThere() {
        return isTerminal(STANDARD_ERROR);
    }

    /** Tells whether standard output is a terminal. */
    static boolean isStandardOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
