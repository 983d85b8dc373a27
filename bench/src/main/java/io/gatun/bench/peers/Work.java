package io.gatun.bench.peers;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Something that Gatun and its peers are measured at, at one size or several: {@link JobWork} and {@link SyncWork} have all there
 * are. {@code bench/peers/peer.py} says how a peer is asked for it.
 */
interface Work {
    /** Returns the name. */
    String label();

    /** Returns what is done, in a line. */
    String about();

    /** Returns what its size counts. */
    String unit();

    /** Returns how many calls in a row a peer makes when it is its turn, if time allows. */
    int calls();

    /** Returns the sizes it is measured at by default. */
    List<Long> sizes();

    /** Returns what a call's time is divided by in the report: how often the call does what is reported. */
    default long operations(long size) {
        return 1;
    }

    /** Returns the ratio to a peer that is aimed at, if there is one. */
    default OptionalDouble target(String peer) {
        return OptionalDouble.empty();
    }

    /** Returns the number of arrays of doubles that it needs, each of its size. */
    default int arrays() {
        return 0;
    }

    /** Tells whether it writes an array, whose elements can be looked at. */
    default boolean writesArray() {
        return false;
    }

    /** Returns how far a result or an element may be from what is expected, as a share of it. */
    default double tolerance() {
        return 0;
    }

    /** Returns the result that must come out, if there is one. */
    OptionalDouble expectedResult(long size);

    /**
     * Returns the value that an element of the written array must have after some runs.
     *
     * @throws IllegalStateException if it writes no array
     */
    default double expectedElement(long index, long runs) {
        throw new IllegalStateException(label() + " writes no array");
    }
}
