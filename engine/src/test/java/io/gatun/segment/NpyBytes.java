package io.gatun.segment;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of an {@code .npy} file made by hand, right or wrong. */
record NpyBytes(int major, int minor, String text, int dataBytes) {
    static final Path PATH = Path.of("/dev/shm/made.npy");

    /** A file of version 1 with this dictionary and so many bytes of elements. */
    static NpyBytes of(String text, int dataBytes) {
        return new NpyBytes(1, 0, text, dataBytes);
    }

    /** The dictionary of an array. */
    static String dictionary(String descr, String fortranOrder, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': " + fortranOrder + ", 'shape': " + shape + ", }";
    }

    NpyBytes withVersion(int newMajor, int newMinor) {
        return new NpyBytes(newMajor, newMinor, text, dataBytes);
    }

    /** Adds blanks to the text, up to the next multiple of 64, as NumPy does. */
    NpyBytes padded() {
        int start = textOffset();
        int end = (start + text.length() + 1 + 63) / 64 * 64;
        return new NpyBytes(major, minor, text + " ".repeat(end - start - text.length() - 1) + "\n", dataBytes);
    }

    int textOffset() {
        return major == 1 ? 10 : 12;
    }

    int dataOffset() {
        return textOffset() + text.length();
    }

    byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(dataOffset() + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, (byte) minor});
        if (major == 1) {
            file.putShort((short) text.length());
        } else {
            file.putInt(text.length());
        }
        file.put(text.getBytes(StandardCharsets.ISO_8859_1));
        return file.array();
    }

    NpyHeader read() {
        return read(bytes());
    }

    static NpyHeader read(byte[] file) {
        return NpyHeader.read(MemorySegment.ofArray(file), file.length, PATH);
    }
}
