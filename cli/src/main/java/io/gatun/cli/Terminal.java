package io.gatun.cli;

import java.io.Console;

/** Whether there is a terminal to show progress on. */
public final class Terminal {
    private Terminal() {}

    /** Tells whether this process reads from and writes to a terminal. */
    @SuppressWarnings("SystemConsoleNull") // from 25 on it is null again where there is no terminal
    public static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
