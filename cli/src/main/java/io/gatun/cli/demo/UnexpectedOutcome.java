package io.gatun.cli.demo;

import java.io.Serial;

/** A demo did not show what it should; the message says in one line what it showed instead. */
public final class UnexpectedOutcome extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnexpectedOutcome(String message) {
        super(message);
    }
}
