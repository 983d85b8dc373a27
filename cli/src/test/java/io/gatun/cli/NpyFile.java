package io.gatun.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** Writes and reads {@code .npy} files of version 1 byte by byte, without any code of Gatun's. */
final class NpyFile {
    private static final byte[] START = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int TEXT_OFFSET = 10;
    private static final int DATA_OFFSET = 128;

    private NpyFile() {}

    /** Writes an array of one dimension. */
    static Path ofDoubles(Path file, double... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return of(file, "'<f8'", "False", "(" + values.length + ",)", data.array());
    }

    /** Writes 0, 1, 2, … */
    static Path ofCount(Path file, int count) {
        return ofDoubles(file, DoubleStream.iterate(0, x -> x + 1).limit(count).toArray());
    }

    /** Writes a file whose header holds these texts, whatever they are. */
    static Path of(Path file, String descr, String fortranOrder, String shape, byte[] data) {
        String text = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }".formatted(descr, fortranOrder, shape);
        String padded = text + " ".repeat(DATA_OFFSET - TEXT_OFFSET - 1 - text.length()) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(DATA_OFFSET + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(START)
                .putShort((short) padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        try {
            return Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads all elements of an array of doubles. */
    static double[] doubles(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int dataOffset = TEXT_OFFSET + Short.toUnsignedInt(bytes.getShort(START.length));
            double[] values = new double[(bytes.capacity() - dataOffset) / Double.BYTES];
            bytes.position(dataOffset)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
