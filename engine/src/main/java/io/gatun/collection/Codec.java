package io.gatun.collection;

import io.gatun.segment.SegmentName;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Function;

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

    /** Byte strings, which are the same if their bytes are. */
    Codec<byte[]> BYTES = new BytesCodec();

    /** Returns a codec of an enum's constants, by their names: whoever attaches a collection of them has the same ones, in the same order. */
    static <E extends Enum<E>> Codec<E> ofEnum(Class<E> type) {
        return new EnumCodec<>(type);
    }

    /**
     * Returns a codec of a record that is public, as are its package and its constructor; otherwise as {@link #ofRecord(MethodHandles.Lookup, Class)}.
     */
    static <R extends Record> Codec<R> ofRecord(Class<R> type) {
        return ofRecord(MethodHandles.publicLookup(), type);
    }

    /**
     * Returns a codec of a record, by its components: numbers and truth values as {@link #INT}, {@link #LONG}, {@link #DOUBLE} and {@link
     * #BOOLEAN} have them, {@link String}, {@code byte[]}, enums, and records of these. Those that are no primitives may be null.
     *
     * @param lookup may access the record, as {@link MethodHandles#lookup()} where it is declared
     * @throws IllegalArgumentException if it may not, or a component is of another type
     */
    static <R extends Record> Codec<R> ofRecord(MethodHandles.Lookup lookup, Class<R> type) {
        return new RecordCodec<>(lookup, type);
    }

    /** Returns a codec of lists that nobody changes, of a codec's elements, null only where that has it; decoded, they are unmodifiable. */
    static <T> Codec<List<T>> listOf(Codec<T> elements) {
        return new ListCodec<>(elements);
    }

    /**
     * Returns a codec of all kinds of things: null, {@link Boolean}, {@link Integer}, {@link Long}, {@link Double}, {@link String}, {@code byte[]}, lists of these that nobody
     * changes, and, by reference, the shared collections whose codecs are all this one: a {@link SharedList}, {@link SharedMap}, {@link SharedSet}, and a {@link
     * SharedNamespace}. What {@link #reference} says holds for them.
     */
    static Codec<Object> any() {
        return AnyCodec.INSTANCE;
    }

    /**
     * Returns a codec of shared collections, by reference: the name and the file. Whoever decodes one attaches it by its name, the first time in this process, and
     * gets the same object from then on, until that is closed: close it when no more use is made of it. So what one process changes in a collection
     * within a collection, others see.
     *
     * <p>A reference does not keep the name: to decode one of a collection that was unlinked throws {@link io.gatun.segment.SegmentException.NotFound}, unless it is attached
     * here already.
     *
     * @param description what is in them, in words that whoever attaches the collection that they are in compares with its own
     * @param attach attaches one by its name: {@code name -> SharedList.attach(name, Codec.LONG)}
     */
    static <C extends SharedCollection> Codec<C> reference(String description, Function<SegmentName, C> attach) {
        return new ReferenceCodec<>(description, attach);
    }

    /**
     * Returns a codec of objects of any class that Jackson can write and read, as CBOR. It needs {@code com.fasterxml.jackson.dataformat:jackson-dataformat-cbor} on
     * the path, which Gatun does not bring. Two are the same if they are written alike, properties and keys of maps in alphabetical order.
     *
     * @param type the class of all elements; what is read makes no object of another that is not named in it
     * @throws IllegalStateException if that library is not there
     */
    static <T> Codec<T> cbor(Class<T> type) {
        try {
            return new CborCodec<>(type);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "add com.fasterxml.jackson.dataformat:jackson-dataformat-cbor: CBOR is written and read by it", e);
        }
    }

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
