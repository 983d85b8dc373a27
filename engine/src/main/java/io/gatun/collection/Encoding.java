package io.gatun.collection;

import org.jspecify.annotations.Nullable;

/** Encoding of what may be anything: the arguments of {@code contains} and its like. */
final class Encoding {
    private Encoding() {}

    /** Returns the bytes of an object, or null if it is of a class that the codec does not encode, and so cannot be an element. */
    @SuppressWarnings("unchecked") // what is no element throws, by the codec's own cast or check
    static <T> byte @Nullable [] orNull(Codec<T> codec, Object object) {
        try {
            return codec.encode((T) object);
        } catch (ClassCastException | IllegalArgumentException e) {
            return null;
        }
    }
}
