package io.gatun.segment;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The header of an {@code .npy} file.
 *
 * <table class="striped">
 * <caption>Layout (little-endian)</caption>
 * <thead><tr><th>byte</th><th>what</th></tr></thead>
 * <tbody>
 * <tr><td>0</td><td>{@code 93 'N' 'U' 'M' 'P' 'Y'}</td></tr>
 * <tr><td>6</td><td>version: major (1, 2 or 3), minor (0)</td></tr>
 * <tr><td>8</td><td>length of the text: 2 bytes in version 1, 4 in versions 2 and 3</td></tr>
 * <tr><td>10 or 12</td><td>a Python dictionary: {@code descr}, {@code fortran_order}, {@code shape}; then blanks</td></tr>
 * <tr><td>{@code dataOffset}</td><td>the elements; {@value #DATA_OFFSET} in the files made here, a whole page</td></tr>
 * </tbody>
 * </table>
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; SharedArray copies the shape it hands out
record NpyHeader(DType dtype, long[] shape, long dataOffset) {
    /** Where the elements start in a file made here. */
    static final int DATA_OFFSET = 4096;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int TEXT_OFFSET_V1 = 10;
    private static final int TEXT_OFFSET_V2 = 12;
    private static final int MAX_TEXT = 1 << 20;

    /** The longest header that is read, in bytes; NumPy itself refuses a text of more than 10,000. */
    static final int MAX_SIZE = TEXT_OFFSET_V2 + MAX_TEXT;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    /** Returns the number of elements of a shape; 1 for the shape of no dimensions.
     *
     * @throws ArithmeticException if it is beyond 2⁶³-1
     */
    static long elements(long[] shape) {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    /** Tells whether a file starts as an {@code .npy} does. */
    static boolean startsIn(MemorySegment file) {
        return file.byteSize() >= MAGIC.length
                && file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) == -1;
    }

    /** Writes the header, of version 1, over the first {@value #DATA_OFFSET} bytes. */
    static void write(MemorySegment file, DType dtype, long[] shape) {
        String dimensions = LongStream.of(shape).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
        String tuple = shape.length > 1 ? dimensions.substring(0, dimensions.length() - 1) : dimensions;
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(dtype.descr(), tuple);
        byte[] padded = new byte[DATA_OFFSET - TEXT_OFFSET_V1];
        Arrays.fill(padded, (byte) ' ');
        padded[padded.length - 1] = '\n';
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= padded.length) {
            throw new IllegalArgumentException("shape has " + shape.length + " dimensions: too many for the header");
        }
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        MemorySegment.copy(MAGIC, 0, file, ValueLayout.JAVA_BYTE, 0, MAGIC.length);
        file.set(ValueLayout.JAVA_BYTE, 6, (byte) 1);
        file.set(ValueLayout.JAVA_BYTE, 7, (byte) 0);
        file.set(SHORT, 8, (short) padded.length);
        MemorySegment.copy(padded, 0, file, ValueLayout.JAVA_BYTE, TEXT_OFFSET_V1, padded.length);
    }

    /**
     * Reads and checks the header of a file, whatever bytes it holds.
     *
     * @param file its first bytes: all, or at least {@link #MAX_SIZE} of them
     * @param fileSize how many it has
     * @throws SegmentException.Malformed if this is no {@code .npy}, or one whose elements cannot be mapped as they are:
     *     big-endian, in Fortran order, of another type, unaligned, none at all, or fewer than the shape says
     */
    static NpyHeader read(MemorySegment file, long fileSize, Path path) {
        if (!startsIn(file) || file.byteSize() < TEXT_OFFSET_V2) {
            throw new SegmentException.Malformed(path, 0, "not an .npy file");
        }
        int major = Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, 6));
        int minor = Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, 7));
        if (major < 1 || major > 3 || minor != 0) {
            String version = minor == 0 ? "" + major : major + "." + minor;
            throw new SegmentException.Malformed(path, 6, ".npy version " + version + " is not known, only 1, 2 and 3");
        }
        int textOffset = major == 1 ? TEXT_OFFSET_V1 : TEXT_OFFSET_V2;
        long textLength =
                major == 1 ? Short.toUnsignedLong(file.get(SHORT, 8)) : Integer.toUnsignedLong(file.get(INT, 8));
        if (textLength > MAX_TEXT || textOffset + textLength > file.byteSize()) {
            throw new SegmentException.Malformed(path, 8, "a header of " + textLength + " bytes does not fit");
        }
        byte[] text = file.asSlice(textOffset, textLength).toArray(ValueLayout.JAVA_BYTE);
        Map<String, Object> entries =
                NpyDictionary.parse(path, new String(text, StandardCharsets.ISO_8859_1), textOffset);
        return check(path, entries, textOffset, textOffset + textLength, fileSize);
    }

    private static NpyHeader check(
            Path path, Map<String, Object> entries, long textOffset, long dataOffset, long fileSize) {
        if (!(entries.get("descr") instanceof String descr)
                || !(entries.get("fortran_order") instanceof Boolean fortranOrder)
                || !(entries.get("shape") instanceof long[] shape)
                || entries.size() != 3) {
            throw new SegmentException.Malformed(
                    path, textOffset, "the header does not hold just descr, fortran_order and shape");
        }
        if (descr.startsWith(">")) {
            throw new SegmentException.Malformed(
                    path,
                    textOffset,
                    "big-endian elements (" + descr + "): save it with a.astype('<" + descr.substring(1) + "')");
        }
        DType dtype = DType.ofDescr(descr)
                .orElseThrow(() -> new SegmentException.Malformed(
                        path, textOffset, "elements of type '" + descr + "' are not supported"));
        if (fortranOrder) {
            throw new SegmentException.Malformed(
                    path, textOffset, "Fortran order: save it with numpy.ascontiguousarray(a)");
        }
        if (dataOffset % dtype.byteSize() != 0) {
            throw new SegmentException.Malformed(
                    path, dataOffset, "elements that are not aligned to their " + dtype.byteSize() + " bytes");
        }
        checkLength(path, dtype, shape, textOffset, dataOffset, fileSize);
        return new NpyHeader(dtype, shape, dataOffset);
    }

    private static void checkLength(
            Path path, DType dtype, long[] shape, long textOffset, long dataOffset, long fileSize) {
        long end;
        try {
            end = Math.addExact(dataOffset, Math.multiplyExact(elements(shape), dtype.byteSize()));
        } catch (ArithmeticException e) {
            throw new SegmentException.Malformed(path, textOffset, "a shape beyond 2^63 bytes");
        }
        if (end == dataOffset) {
            throw new SegmentException.Malformed(path, textOffset, "an array without elements");
        }
        if (end > fileSize) {
            throw new SegmentException.Malformed(
                    path, fileSize, "truncated: its header promises " + end + " bytes, it has " + fileSize);
        }
    }
}
