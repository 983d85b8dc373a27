package io.gatun.bench.peers;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** Times calls in this JVM, as {@code timed} of {@code bench/peers/peer.py} does. */
final class Timing {
    private Timing() {}

    /** Something to be timed. */
    @FunctionalInterface
    interface Call {
        /** Does it once and returns the result, if there is one. */
        OptionalDouble make() throws PeerFailedException, InterruptedException;
    }

    /** Makes calls until there are enough or time is up, and one at least. */
    static Turn time(Call call, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        DoubleStream.Builder nanos = DoubleStream.builder();
        long begin = System.nanoTime();
        int done = 0;
        while (true) {
            long began = System.nanoTime();
            OptionalDouble result = call.make();
            long now = System.nanoTime();
            nanos.add((double) (now - began));
            done++;
            if (done == calls || now - begin >= atMost.toNanos()) {
                return new Turn(nanos.build().toArray(), result);
            }
        }
    }
}
