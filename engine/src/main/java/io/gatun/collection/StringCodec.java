package io.gatun.collection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strings: a byte that says how, then UTF-8, or little-endian UTF-16 units for those few that have half a surrogate pair, which no
 * UTF-8 stands for.
 */
final class StringCodec implements Codec<String> {
    private static final byte UTF_8 = 0;
    private static final byte UTF_16 = 1;

    @Override
    public String description() {
        return "string";
    }

    @Override
    public byte[] encode(String element) {
        try {
            ByteBuffer text = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(element));
            return ByteBuffer.allocate(1 + text.remaining())
                    .put(UTF_8)
                    .put(text)
                    .array();
        } catch (CharacterCodingException e) {
            return encodeUnits(element);
        }
    }

    private static byte[] encodeUnits(String element) {
        ByteBuffer units = ByteBuffer.allocate(Math.addExact(1, Math.multiplyExact(2, element.length())));
        units.order(ByteOrder.LITTLE_ENDIAN).put(UTF_16);
        element.chars().forEach(unit -> units.putChar((char) unit));
        return units.array();
    }

    @Override
    public String decode(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == UTF_8) {
            return decodeText(bytes);
        }
        if (bytes.length % 2 == 1 && bytes[0] == UTF_16) {
            return decodeUnits(bytes);
        }
        throw new IllegalArgumentException("length=" + bytes.length + ": these bytes are no string");
    }

    private static String decodeText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 1, bytes.length - 1))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("length=" + bytes.length + ": these bytes are no UTF-8", e);
        }
    }

    private static String decodeUnits(byte[] bytes) {
        ByteBuffer units = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        char[] text = new char[bytes.length / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = units.getChar(1 + 2 * i);
        }
        String decoded = new String(text);
        if (StandardCharsets.UTF_8.newEncoder().canEncode(decoded)) { // a second form would make equal strings differ
            throw new IllegalArgumentException("length=" + bytes.length + ": UTF-16 of a string that UTF-8 stands for");
        }
        return decoded;
    }
}
