package io.gatun.sync.contract;

/** A way to be several parties with one primitive: threads, processes, Gatun's or CPython's. */
interface World extends AutoCloseable {
    /**
     * Makes a primitive that nobody has used, and parties that have it.
     *
     * @param primitive its kind and arguments, as {@code barrier 3}
     */
    Cast open(String primitive, int parties);

    /** Ends what the world has started. */
    @Override
    void close();
}
