package io.gatun.cli;

import java.io.Serial;

/** A job was done, but its output could not get its name. */
final class OutputLostException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    OutputLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
