package io.gatun.bench.peers;

import java.io.Serial;

/** A peer is not to be had on this machine. The message says what is missing, in one line, and how to get it. */
final class PeerMissingException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    PeerMissingException(String message) {
        super(message);
    }
}
