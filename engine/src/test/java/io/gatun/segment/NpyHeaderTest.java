package io.gatun.segment;

import static io.gatun.segment.NpyBytes.dictionary;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of an {@code .npy}: the bytes written are pinned, and all that NumPy may write is read. */
class NpyHeaderTest {
    @Test
    void theBytesWrittenArePinned() {
        byte[] file = written(DType.FLOAT64, 3, 4);
        assertArrayEquals(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) 0xf6, 0x0f},
                Arrays.copyOf(file, 10),
                "magic, version 1.0 and 4086 bytes of text");
        String text = new String(file, 10, 4086, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }", text.stripTrailing());
        assertTrue(text.endsWith(" \n"));
        assertEquals(4096, NpyHeader.DATA_OFFSET);
        assertEquals(0, file[4096]);
    }

    @Test
    void shapesAreWrittenAsPythonWritesTuples() {
        assertEquals("()", shapeOf(written(DType.INT8)));
        assertEquals("(5,)", shapeOf(written(DType.INT8, 5)));
        assertEquals("(5, 6)", shapeOf(written(DType.INT8, 5, 6)));
        assertEquals("(5, 6, 7)", shapeOf(written(DType.INT8, 5, 6, 7)));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void whatIsWrittenIsReadBack(DType type) {
        NpyHeader header = NpyBytes.read(Arrays.copyOf(written(type, 2, 3), 4096 + 6 * type.byteSize()));
        assertEquals(type, header.dtype());
        assertArrayEquals(new long[] {2, 3}, header.shape());
        assertEquals(4096, header.dataOffset());
    }

    @Test
    void moreDimensionsThanTheHeaderHoldsAreRefused() {
        long[] ones = LongStream.generate(() -> 1).limit(1400).toArray();
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> written(DType.INT8, ones));
        assertEquals("shape has 1400 dimensions: too many for the header", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void allVersionsAreRead(int major) {
        NpyBytes file = NpyBytes.of(dictionary("<i4", "False", "(2, 3)"), 24)
                .withVersion(major, 0)
                .padded();
        NpyHeader header = file.read();
        assertEquals(DType.INT32, header.dtype());
        assertArrayEquals(new long[] {2, 3}, header.shape());
        assertEquals(file.dataOffset(), header.dataOffset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }",
                "{'shape': (2,), 'fortran_order': False, 'descr': '<i4'}",
                "{\"descr\":\"<i4\",\"fortran_order\":False,\"shape\":(2,)}",
                " { 'descr' : '<i4' ,\n 'fortran_order':\tFalse, 'shape' : ( 2 , ) } "
            })
    void whateverPythonMayWriteIsRead(String text) {
        NpyHeader header = NpyBytes.of(text, 8).padded().read();
        assertEquals(DType.INT32, header.dtype());
        assertArrayEquals(new long[] {2}, header.shape());
    }

    @Test
    void aShapeOfNoDimensionsIsOneElement() {
        NpyHeader header =
                NpyBytes.of(dictionary("<f8", "False", "()"), 8).padded().read();
        assertArrayEquals(new long[] {}, header.shape());
        assertEquals(1, NpyHeader.elements(header.shape()));
    }

    @Test
    void aFileMayBeLongerThanItsArray() {
        NpyHeader header =
                NpyBytes.of(dictionary("<f8", "False", "(1,)"), 1000).padded().read();
        assertArrayEquals(new long[] {1}, header.shape());
    }

    @Test
    void aShapeAsPython2WroteItIsRead() {
        NpyHeader header =
                NpyBytes.of(dictionary("<f8", "False", "(2L, 3L)"), 48).padded().read();
        assertArrayEquals(new long[] {2, 3}, header.shape());
    }

    @Test
    void aHeaderAsLongAsAMebibyteIsRead() {
        String text = dictionary("<i4", "False", "(1,)");
        String blanks = String.join("", Collections.nCopies((1 << 20) - text.length(), " "));
        assertEquals(
                12 + (1 << 20),
                NpyBytes.of(text + blanks, 4).withVersion(2, 0).read().dataOffset());
    }

    @Test
    void theMagicAloneTellsAnArrayFromOtherFiles() {
        assertTrue(NpyHeader.startsIn(MemorySegment.ofArray(written(DType.INT8, 1))));
        assertFalse(NpyHeader.startsIn(MemorySegment.ofArray(new byte[4096])));
        assertFalse(NpyHeader.startsIn(MemorySegment.ofArray(new byte[] {(byte) 0x93, 'N', 'U'})));
    }

    private static byte[] written(DType type, long... shape) {
        byte[] file = new byte[4096 + 8];
        NpyHeader.write(MemorySegment.ofArray(file), type, shape);
        return file;
    }

    private static String shapeOf(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf('('), text.indexOf(')') + 1);
    }
}
