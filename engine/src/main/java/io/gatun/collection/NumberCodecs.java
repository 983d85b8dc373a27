package io.gatun.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Codecs of what has a fixed size, little-endian. */
final class NumberCodecs {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final Codec<Integer> INT =
            new Fixed<>("int32", Integer.BYTES, (b, v) -> INTS.set(b, 0, (int) v), b -> (int) INTS.get(b, 0));
    static final Codec<Long> LONG =
            new Fixed<>("int64", Long.BYTES, (b, v) -> LONGS.set(b, 0, (long) v), b -> (long) LONGS.get(b, 0));
    static final Codec<Double> DOUBLE = new Fixed<>(
            "float64", Double.BYTES, (b, v) -> LONGS.set(b, 0, Double.doubleToLongBits(v)), NumberCodecs::decodeDouble);
    static final Codec<Boolean> BOOLEAN =
            new Fixed<>("bool", 1, (b, v) -> b[0] = v ? (byte) 1 : 0, NumberCodecs::isTrue);

    private NumberCodecs() {}

    private static double decodeDouble(byte[] bytes) {
        long bits = (long) LONGS.get(bytes, 0);
        double number = Double.longBitsToDouble(bits);
        if (Double.doubleToLongBits(number) != bits) {
            throw new IllegalArgumentException("bits=0x" + Long.toHexString(bits) + ": not a number, in another form");
        }
        return number;
    }

    private static boolean isTrue(byte[] bytes) {
        if (bytes[0] < 0 || bytes[0] > 1) {
            throw new IllegalArgumentException("byte=" + bytes[0] + " is no truth value");
        }
        return bytes[0] == 1;
    }

    private record Fixed<T>(String description, int byteSize, BiConsumer<byte[], T> writer, Function<byte[], T> reader)
            implements Codec<T> {
        @Override
        public byte[] encode(T element) {
            byte[] bytes = new byte[byteSize];
            writer.accept(bytes, element);
            return bytes;
        }

        @Override
        public T decode(byte[] bytes) {
            if (bytes.length != byteSize) {
                throw new IllegalArgumentException(
                        "length=" + bytes.length + ": a " + description + " has " + byteSize);
            }
            return reader.apply(bytes);
        }
    }
}
