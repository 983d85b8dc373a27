package io.gatun.bench.peers;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a peer did when it was its turn: calls in a row.
 *
 * @param nanos the time of each call, one at least
 * @param result that of the last call, if the work has one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Turn(double[] nanos, OptionalDouble result) {
    private static final int ENOUGH = 5;

    /** Returns this turn with the time of one of so many operations that each call consists of. */
    Turn perOperation(long operations) {
        return operations == 1
                ? this
                : new Turn(Arrays.stream(nanos).map(each -> each / operations).toArray(), result);
    }

    /** Returns the times without the first, which wakes sleeping threads and cold caches, where there are enough to spare it. */
    double[] settled() {
        return nanos.length < ENOUGH ? nanos : Arrays.copyOfRange(nanos, 1, nanos.length);
    }
}
