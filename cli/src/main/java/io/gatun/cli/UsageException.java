package io.gatun.cli;

import java.io.Serial;

/** The command line, or something it names, cannot be used: one line that says what and what to do. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
