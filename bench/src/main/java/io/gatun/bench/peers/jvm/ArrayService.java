package io.gatun.bench.peers.jvm;

import org.jspecify.annotations.Nullable;

/** Works over arrays on the heap, which are kept from one call to the next. */
final class ArrayService implements PeerLoop.Service {
    private final Computation computation;
    private @Nullable Prepared prepared;

    /** What a peer does. */
    @FunctionalInterface
    interface Computation {
        /**
         * Does a work once.
         *
         * @return the result; NaN if the work has none
         * @throws IllegalArgumentException if it does not know the work
         */
        double compute(String work, JavaArrays arrays);
    }

    private record Prepared(String work, JavaArrays arrays) {}

    ArrayService(Computation computation) {
        this.computation = computation;
    }

    @Override
    public PeerLoop.Call call(String work, int size) {
        JavaArrays arrays = prepare(work, size).arrays;
        long began = System.nanoTime();
        double result = computation.compute(work, arrays);
        return new PeerLoop.Call(result, System.nanoTime() - began);
    }

    private Prepared prepare(String work, int size) {
        Prepared ready = prepared;
        if (ready == null || !ready.work.equals(work) || ready.arrays.size() != size) {
            prepared = null; // so that the old arrays are garbage before there are new ones
            ready = new Prepared(work, JavaArrays.of(work, size));
            prepared = ready;
        }
        return ready;
    }

    @Override
    public double[] written() {
        Prepared ready = prepared;
        if (ready == null) {
            throw new IllegalStateException("there is no array");
        }
        return ready.arrays.written();
    }

    @Override
    public void drop() {
        prepared = null;
    }
}
