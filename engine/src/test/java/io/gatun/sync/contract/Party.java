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
     * interrupted                    whether its interrupt flag is set, which is cleared
     * unlink
     * close
     * </pre>
     */
    CompletableFuture<String> tell(String command);

    /** Interrupts the thread. */
    void interrupt();

    /** Ends the party, whatever it does. */
    void end();
}
