package io.gatun.sync.contract;

import java.util.concurrent.CompletableFuture;

/** Somebody who does one thing at a time: a thread here, or one in another JVM. */
interface Party {
    /**
     * Tells the party what to do. It knows, besides the {@linkplain Subject verbs} of its primitive,
     *
     * <pre>
     * create PATH KIND ARGUMENTS…    make a primitive
     * attach PATH KIND ARGUMENTS…    take one that is there
     * count, counted                 count in a number that the parties share, and tell it
     * interrupted                    whether its interrupt flag is set, which is cleared
     * repeat 100 acquire/release     do these so often; the answer is that of the last
     * close                          end the use of the primitive, and remove it
     * </pre>
     */
    CompletableFuture<String> tell(String command);

    /** Interrupts the thread. */
    void interrupt();

    /** Ends the party, whatever it does. */
    void end();
}
