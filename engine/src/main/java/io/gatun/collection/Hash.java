package io.gatun.collection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The hash of a byte string: eight bytes at a time, as a little-endian number, the last padded with zeros, are added to the hash of those before, which is
 * then mixed; first of all their number is added to the seed. The mixer is the second of Stafford's, as in SplittableRandom.
 *
 * <p>A seed that is drawn for each table keeps whoever chooses the keys from putting all of them into one bucket.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014</a>
 */
final class Hash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hash() {}

    static long of(byte[] bytes, long seed) {
        long hash = mix(seed + bytes.length);
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            hash = mix(hash + (long) LONGS.get(bytes, i));
        }
        if (i < bytes.length) {
            long last = 0;
            for (int j = bytes.length - 1; j >= i; j--) {
                last = last << Byte.SIZE | (bytes[j] & 0xff);
            }
            hash = mix(hash + last);
        }
        return hash;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
