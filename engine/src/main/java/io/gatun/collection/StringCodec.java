package io.gatun.collection;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
        boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(element);
        if (!whole) {
            ByteBuffer units = ByteBuffer.allocate(1 + 2 * element.length()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            units.put(UTF_16);
            element.chars().forEach(unit -> units.putChar((char) unit));
            return units.array();
        }
        byte[] text = element.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(UTF_8).put(text).array();
    }

    @Override
    public String decode(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == UTF_8) {
            return text(bytes, StandardCharsets.UTF_8);
        }
        if (bytes.length % 2 == 1 && bytes[0] == UTF_16) {
            ByteBuffer units = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            char[] text = new char[bytes.length / 2];
            for (int i = 0; i < text.length; i++) {
                text[i] = units.getChar(1 + 2 * i);
            }
            return new String(text);
        }
        throw new IllegalArgumentException("length=" + bytes.length + ": these bytes are no string");
    }

    private static String text(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 1, bytes.length - 1))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("these bytes are no " + charset, e);
        }
    }
}
