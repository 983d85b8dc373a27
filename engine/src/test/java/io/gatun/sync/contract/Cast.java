package io.gatun.sync.contract;

import java.util.concurrent.CompletableFuture;

/**
 * The parties of one case and the primitive they have in common. Parties are numbered from 0, and each does one thing at a
 * time.
 */
interface Cast extends AutoCloseable {
    /** Returns {@code ok}, or what became of making the primitive instead. */
    String opened();

    /** Tells a party to do something; the answer, one word, comes when it has done it. */
    CompletableFuture<String> tell(int party, String command);

    /** Interrupts the thread that is the party. */
    void interrupt(int party);

    /** Ends the parties, also those that still wait for something, and removes the primitive. */
    @Override
    void close();
}
