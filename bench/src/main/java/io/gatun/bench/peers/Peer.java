package io.gatun.bench.peers;

import java.time.Duration;

/**
 * One way to do a work, ready to be timed: Gatun, or what its users would take instead.
 *
 * <p><b>Threads:</b> for one. <b>Ownership:</b> it owns its processes and arrays until {@link #close()}, which ends and frees them
 * whatever state they are in, in a few seconds.
 */
interface Peer extends AutoCloseable {
    /** Returns what it is made of, with versions. */
    String about();

    /**
     * Does the work again and again, and times each call from all input ready to result and arrays complete. Arrays are made
     * and filled before, at the first turn of a trial.
     *
     * @param calls how many calls at most
     * @param atMost no further call begins after that
     * @throws PeerFailedException if it cannot; it may be of no further use then
     */
    Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException;

    /**
     * Returns elements of the array that the last turn wrote, evenly spaced from the first to the last.
     *
     * @throws PeerFailedException if it cannot
     */
    double[] sample(int count) throws PeerFailedException, InterruptedException;

    /**
     * Frees the arrays.
     *
     * @throws PeerFailedException if it cannot
     */
    void drop() throws PeerFailedException, InterruptedException;

    @Override
    void close();
}
