package io.gatun.bench.peers;

import java.io.Serial;

/** A peer that was started died, hung, gave up, or computed something else. The message is one line. */
final class PeerFailedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    PeerFailedException(String message) {
        super(message);
    }
}
