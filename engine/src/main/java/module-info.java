/**
 * The Gatun engine: jobs over big arrays, split among worker processes that share them through named memory.
 *
 * <p>{@link io.gatun.segment} has the memory, {@link io.gatun.sync} the locks, {@link io.gatun.value} the values, {@link io.gatun.collection} the
 * collections, {@link io.gatun.job} the jobs.
 */
@SuppressWarnings("module") // io.gatun.workers and io.gatun.cli, which it names, are built after it
module io.gatun.engine {
    requires static transitive org.jspecify;
    requires static com.fasterxml.jackson.core; // for Codec.cbor
    requires static com.fasterxml.jackson.databind;
    requires static com.fasterxml.jackson.dataformat.cbor;

    exports io.gatun.segment;
    exports io.gatun.sync;
    exports io.gatun.value;
    exports io.gatun.collection;
    exports io.gatun.job;
    exports io.gatun.job.control to
            io.gatun.workers,
            io.gatun.cli;
}
