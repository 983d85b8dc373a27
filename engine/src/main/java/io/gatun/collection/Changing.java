package io.gatun.collection;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A function of values as one of bytes, which keeps what it returned. */
final class Changing<V> implements UnaryOperator<byte @Nullable []> {
    private final Codec<V> values;
    private final Function<@Nullable V, @Nullable V> function;

    /** What the function has returned. */
    @Nullable
    V after;

    Changing(Codec<V> values, Function<@Nullable V, @Nullable V> function) {
        this.values = values;
        this.function = function;
    }

    @Override
    public byte @Nullable [] apply(byte @Nullable [] before) {
        after = function.apply(before == null ? null : values.decode(before));
        if (after == null) {
            return before == null ? HashTable.UNCHANGED : null;
        }
        byte[] bytes = values.encode(after);
        return Arrays.equals(bytes, before) ? HashTable.UNCHANGED : bytes;
    }
}
