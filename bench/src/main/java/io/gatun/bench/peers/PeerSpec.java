package io.gatun.bench.peers;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A peer there may be.
 *
 * @param name what the report calls it; several specs of one name share the works among them
 * @param summary what it is, in a line
 * @param works what it does, in the order of the report
 * @param refusal why it is left out of a trial all the same, if it is
 * @param opener starts it
 */
record PeerSpec(
        String name,
        String summary,
        Set<? extends Work> works,
        Function<Trial, Optional<String>> refusal,
        Opener opener) {
    /** Starts a peer. */
    @FunctionalInterface
    interface Opener {
        /**
         * Starts it and waits until it is ready.
         *
         * @throws PeerMissingException if the machine lacks what it needs
         * @throws PeerFailedException if it has all and does not start
         */
        Peer open() throws PeerMissingException, PeerFailedException, InterruptedException;
    }

    static PeerSpec of(String name, String summary, Set<? extends Work> works, Opener opener) {
        return new PeerSpec(name, summary, works, trial -> Optional.empty(), opener);
    }

    /** Returns this peer, left out of the trials for which a reason is given. */
    PeerSpec unless(Function<Trial, Optional<String>> reason) {
        return new PeerSpec(name, summary, works, reason, opener);
    }
}
