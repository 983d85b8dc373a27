package io.gatun.collection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Byte strings one after the other, each behind its length, little-endian in four bytes, of which -1 is null. */
final class Parts {
    private Parts() {}

    /** Appends a part. */
    static void append(ByteArrayOutputStream out, byte @Nullable [] part) {
        int length = part == null ? -1 : part.length;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(length >> shift);
        }
        if (part != null) {
            out.writeBytes(part);
        }
    }

    /** Begins to read parts. */
    static ByteBuffer reader(byte[] bytes, int from) {
        return ByteBuffer.wrap(bytes, from, bytes.length - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the next part.
     *
     * @throws IllegalArgumentException if there is none
     */
    static byte @Nullable [] next(ByteBuffer parts) {
        int length = parts.remaining() < Integer.BYTES ? Integer.MIN_VALUE : parts.getInt();
        if (length < -1 || length > parts.remaining()) {
            throw new IllegalArgumentException("a part is missing, at byte " + parts.position());
        }
        if (length == -1) {
            return null;
        }
        byte[] part = new byte[length];
        parts.get(part);
        return part;
    }
}
