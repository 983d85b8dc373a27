package io.gatun.segment;

import static io.gatun.segment.NpyBytes.PATH;
import static io.gatun.segment.NpyBytes.dictionary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way in which a file can fail to be an array that can be mapped, with its place in the file. */
class MalformedNpyTest {
    private static final String GOOD = dictionary("<f8", "False", "(2,)");

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 11})
    void aFileShorterThanAnyHeaderIsNoArray(int length) {
        byte[] file = Arrays.copyOf(NpyBytes.of(GOOD, 16).padded().bytes(), length);
        assertRefused(file, 0, "not an .npy file");
    }

    @Test
    void aFileThatStartsOtherwiseIsNoArray() {
        byte[] file = NpyBytes.of(GOOD, 16).padded().bytes();
        file[5] = 'X';
        assertRefused(file, 0, "not an .npy file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 127, 255})
    void aVersionThatIsNotKnownIsNamed(int major) {
        byte[] file = NpyBytes.of(GOOD, 16).padded().bytes();
        file[6] = (byte) major;
        assertRefused(file, 6, ".npy version " + major + " is not known, only 1, 2 and 3");
    }

    /** NumPy refuses it too: a reader of 1.0 cannot know what 1.1 changed. */
    @Test
    void aMinorVersionThatIsNotKnownIsRefused() {
        byte[] file = NpyBytes.of(GOOD, 16).padded().withVersion(1, 1).bytes();
        assertThrows(SegmentException.Malformed.class, () -> NpyBytes.read(file));
    }

    @Test
    void aTextBeyondTheEndOfTheFileDoesNotFit() {
        byte[] file = NpyBytes.of(GOOD, 0).bytes();
        file[9] = 0x10;
        assertRefused(file, 8, "a header of " + (GOOD.length() + 0x1000) + " bytes does not fit");
    }

    @Test
    void aTextOfFourGibibytesDoesNotFit() {
        byte[] file = NpyBytes.of(GOOD, 16).withVersion(2, 0).bytes();
        Arrays.fill(file, 8, 12, (byte) 0xff);
        assertRefused(file, 8, "a header of 4294967295 bytes does not fit");
    }

    @Test
    void aTextLongerThanAMebibyteIsRefused() {
        NpyBytes file = NpyBytes.of(GOOD + " ".repeat(1 << 20), 16).withVersion(2, 0);
        assertRefused(file.bytes(), 8, "a header of " + (GOOD.length() + (1 << 20)) + " bytes does not fit");
    }

    /** The number is where in the text it shows; the text starts at byte 10. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "~~; 0; the header lacks a '{'",
                "'descr'; 0; the header lacks a '{'",
                "{; 1; a header that is no dictionary of strings, truth values and tuples",
                "{'descr; 1; a header that is no dictionary of strings, truth values and tuples",
                "{descr: 1}; 1; a header that is no dictionary of strings, truth values and tuples",
                "{'descr' '<f8'}; 9; the header lacks a ':'",
                "{'descr': 8}; 10; a header that is no dictionary of strings, truth values and tuples",
                "{'descr': None}; 10; a header that is no dictionary of strings, truth values and tuples",
                "{'descr': '<f8' 'x'}; 16; the header lacks a '}'",
                "{'descr': '<f8'; 15; the header lacks a '}'",
                "{'descr': '<f8', 'descr': '<f4'}; 31; 'descr' stands twice in the header",
                "{'descr': [('a', '<f8')]}; 10; structured types are not supported",
                "{'shape': (x,)}; 11; a dimension that is no number of at most 2^63-1",
                "{'shape': (-1,)}; 11; a dimension that is no number of at most 2^63-1",
                "{'shape': (9223372036854775808,)}; 11; a dimension that is no number of at most 2^63-1",
                "{'shape': (; 11; a dimension that is no number of at most 2^63-1",
                "{'shape': (1 2)}; 13; the header lacks a ')'",
                "{'shape': (1,,)}; 13; a dimension that is no number of at most 2^63-1",
                "{} x; 3; text after the header's dictionary"
            })
    void aTextThatIsNoSuchDictionaryIsRefusedWhereItEnds(String text, int at, String what) {
        assertRefused(NpyBytes.of(text, 16).bytes(), 10 + at, what);
        assertRefused(NpyBytes.of(text, 16).withVersion(3, 0).bytes(), 12 + at, what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'descr': '<f8', 'fortran_order': False}",
                "{'descr': '<f8', 'fortran_order': 'False', 'shape': (2,)}",
                "{'descr': True, 'fortran_order': False, 'shape': (2,)}",
                "{'descr': '<f8', 'fortran_order': False, 'shape': '2'}",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'more': True}"
            })
    void aHeaderHoldsItsThreeEntriesAndNoMore(String text) {
        assertRefused(
                NpyBytes.of(text, 16).bytes(), 10, "the header does not hold just descr, fortran_order and shape");
    }

    @ParameterizedTest
    @CsvSource({"'>f8', <f8", "'>i4', <i4"})
    void bigEndianElementsAreRefusedWithAWayOut(String descr, String littleEndian) {
        assertRefused(
                NpyBytes.of(dictionary(descr, "False", "(2,)"), 16).bytes(),
                10,
                "big-endian elements (" + descr + "): save it with a.astype('" + littleEndian + "')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f2", "<c16", "|O", "<U3", ""})
    void elementsOfOtherTypesAreRefused(String descr) {
        assertRefused(
                NpyBytes.of(dictionary(descr, "False", "(2,)"), 16).bytes(),
                10,
                "elements of type '" + descr + "' are not supported");
    }

    @Test
    void fortranOrderIsRefusedWithAWayOut() {
        assertRefused(
                NpyBytes.of(dictionary("<f8", "True", "(2, 1)"), 16).bytes(),
                10,
                "Fortran order: save it with numpy.ascontiguousarray(a)");
    }

    @Test
    void elementsThatAreNotAlignedAreRefused() {
        NpyBytes aligned = NpyBytes.of(GOOD, 16).padded();
        NpyBytes file = NpyBytes.of(aligned.text() + " ".repeat(4), 16);
        assertTrue(file.dataOffset() % 8 != 0);
        assertRefused(file.bytes(), file.dataOffset(), "elements that are not aligned to their 8 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(9223372036854775807,)",
                "(1152921504606846976,)",
                "(4294967296, 4294967296)",
                "(4294967296, 4294967296, 0)"
            })
    void aShapeBeyondAllMemoryIsRefused(String shape) {
        assertRefused(
                NpyBytes.of(dictionary("<f8", "False", shape), 16).padded().bytes(), 10, "a shape beyond 2^63 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(0,)", "(3, 0)", "(0, 3)"})
    void anArrayWithoutElementsIsRefused(String shape) {
        assertRefused(
                NpyBytes.of(dictionary("<f8", "False", shape), 16).padded().bytes(), 10, "an array without elements");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void aTruncatedFileIsRefusedAtItsEnd(int dataBytes) {
        NpyBytes file = NpyBytes.of(GOOD, dataBytes).padded();
        int size = file.dataOffset() + dataBytes;
        assertRefused(
                file.bytes(),
                size,
                "truncated: its header promises " + (file.dataOffset() + 16) + " bytes, it has " + size);
    }

    private static void assertRefused(byte[] file, long byteOffset, String what) {
        SegmentException.Malformed refusal = assertThrows(SegmentException.Malformed.class, () -> NpyBytes.read(file));
        assertEquals(PATH + ": " + what + " (at byte " + byteOffset + ")", refusal.getMessage());
        assertEquals(byteOffset, refusal.byteOffset());
    }
}
