package io.gatun.collection;

/**
 * How elements become bytes in shared memory, and elements again.
 *
 * <p>Equal elements become equal bytes, and others different ones: collections compare what they hold by its bytes. An element
 * has one form only: bytes in any other are refused.
 *
 * <p><b>Threads:</b> any, several at once. <b>Security:</b> what is decoded another process has written; a codec makes nothing but elements of
 * it, and no objects of classes that the bytes name.
 *
 * @param <T> the elements
 */
public interface Codec<T> {
    /** Integers, in four bytes. */
    Codec<Integer> INT = NumberCodecs.INT;

    /** Long integers, in eight bytes. */
    Codec<Long> LONG = NumberCodecs.LONG;

    /** Floating-point numbers, in eight bytes; all that are not a number are one, as {@link Double#equals} has it. */
    Codec<Double> DOUBLE = NumberCodecs.DOUBLE;

    /** Truth values, in one byte. */
    Codec<Boolean> BOOLEAN = NumberCodecs.BOOLEAN;

    /** Strings, every one exactly, such with half a surrogate pair included. */
    Codec<String> STRING = new StringCodec();

    /** Returns what it encodes and how, in words that whoever attaches a collection compares with its own: {@code int64}. */
    String description();

    /**
     * Returns the bytes of an element, to be changed by nobody.
     *
     * @throws IllegalArgumentException if it cannot be encoded
     */
    byte[] encode(T element);

    /**
     * Returns the element of some bytes.
     *
     * @throws IllegalArgumentException if they are no element's
     */
    T decode(byte[] bytes);
}
