package io.gatun.collection;

/** Byte strings, as they are. */
final class BytesCodec implements Codec<byte[]> {
    @Override
    public String description() {
        return "bytes";
    }

    @Override
    public byte[] encode(byte[] element) {
        return element.clone();
    }

    @Override
    public byte[] decode(byte[] bytes) {
        return bytes.clone();
    }
}
