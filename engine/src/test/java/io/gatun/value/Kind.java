package io.gatun.value;

import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How values of one class are made, and how they are read and written, for tests of what all of them have in common. */
record Kind<V extends SharedValue, T>(
        String numpyName, ValueLayout layout, Making<V, T> making, Access<V, T> access, Exchange<V, T> exchange) {

    /** The factory methods. */
    record Making<V, T>(
            BiFunction<SegmentName, T, V> create,
            BiFunction<SegmentName, T, V> createWithoutLock,
            Function<SegmentName, V> attach,
            InCell<V> in,
            AtOffset<V> at,
            BiFunction<SharedStruct, String, V> field) {}

    /** Reads and writes, by their memory ordering. */
    record Access<V, T>(Mode<V, T> ofVolatile, Mode<V, T> plain, Mode<V, T> opaque, Mode<V, T> acquireRelease) {}

    /** A way to read and to write. */
    record Mode<V, T>(Function<V, T> get, Setter<V, T> set) {}

    /** What reads and writes in one step. */
    record Exchange<V, T>(
            Compared<V, T, Boolean> compareAndSet,
            Compared<V, T, T> compareAndExchange,
            BiFunction<V, T, T> getAndSet) {}

    /** {@code in}. */
    interface InCell<V> {
        V in(CellSegment cells, int cell);
    }

    /** {@code at}. */
    interface AtOffset<V> {
        V at(MemorySegment memory, long offset);
    }

    /** {@code set}. */
    interface Setter<V, T> {
        void set(V value, T content);
    }

    /** {@code compareAndSet} and the like. */
    interface Compared<V, T, R> {
        R apply(V value, T expected, T content);
    }
}
