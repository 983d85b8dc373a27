package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Byte strings between the Java heap and shared memory. Most are short: for a number {@link MemorySegment#copy} and {@link MemorySegment#mismatch} take
 * several times as long as a loop of words.
 */
final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int SHORT = 64;

    private Bytes() {}

    /** Copies some of an array's bytes into memory. */
    static void copyIn(byte[] bytes, int from, MemorySegment memory, long at, int length) {
        if (length > SHORT) {
            MemorySegment.copy(bytes, from, memory, JAVA_BYTE, at, length);
            return;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            memory.set(JAVA_LONG_UNALIGNED, at + i, (long) LONGS.get(bytes, from + i));
        }
        for (; i < length; i++) {
            memory.set(JAVA_BYTE, at + i, bytes[from + i]);
        }
    }

    /** Copies bytes from memory into an array. */
    static void copyOut(MemorySegment memory, long at, byte[] bytes, int to, int length) {
        if (length > SHORT) {
            MemorySegment.copy(memory, JAVA_BYTE, at, bytes, to, length);
            return;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            LONGS.set(bytes, to + i, memory.get(JAVA_LONG_UNALIGNED, at + i));
        }
        for (; i < length; i++) {
            bytes[to + i] = memory.get(JAVA_BYTE, at + i);
        }
    }

    /** Returns bytes of memory as an array. */
    static byte[] copyOut(MemorySegment memory, long at, int length) {
        byte[] bytes = new byte[length];
        copyOut(memory, at, bytes, 0, length);
        return bytes;
    }

    /** Tells whether an array and as many bytes of memory are the same. */
    static boolean areEqual(byte[] bytes, MemorySegment memory, long at) {
        int length = bytes.length;
        if (length > SHORT) {
            return MemorySegment.mismatch(memory, at, at + length, MemorySegment.ofArray(bytes), 0, length) < 0;
        }
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if ((long) LONGS.get(bytes, i) != memory.get(JAVA_LONG_UNALIGNED, at + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (bytes[i] != memory.get(JAVA_BYTE, at + i)) {
                return false;
            }
        }
        return true;
    }
}
