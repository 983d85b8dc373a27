package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of elements, pinned. */
class DTypeTest {
    @ParameterizedTest
    @CsvSource({
        "INT8,    int8,    |i1, 1, byte,   false, false",
        "INT16,   int16,   <i2, 2, short,  false, false",
        "INT32,   int32,   <i4, 4, int,    false, false",
        "INT64,   int64,   <i8, 8, long,   false, false",
        "UINT8,   uint8,   |u1, 1, byte,   true,  false",
        "UINT16,  uint16,  <u2, 2, short,  true,  false",
        "UINT32,  uint32,  <u4, 4, int,    true,  false",
        "UINT64,  uint64,  <u8, 8, long,   true,  false",
        "FLOAT32, float32, <f4, 4, float,  false, true",
        "FLOAT64, float64, <f8, 8, double, false, true",
        "BOOL,    bool,    |b1, 1, byte,   false, false"
    })
    void eachTypeIsWhatNumpyCallsIt(
            DType type,
            String numpyName,
            String descr,
            int byteSize,
            String carrier,
            boolean unsigned,
            boolean floating) {
        assertEquals(numpyName, type.numpyName());
        assertEquals(descr, type.descr());
        assertEquals(byteSize, type.byteSize());
        assertEquals(carrier, type.layout().carrier().getName());
        assertEquals(unsigned, type.isUnsigned());
        assertEquals(floating, type.isFloating());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void elementsAreLittleEndianAndAligned(DType type) {
        assertEquals(ByteOrder.LITTLE_ENDIAN, type.layout().order());
        assertEquals(type.byteSize(), type.layout().byteAlignment());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void eachTypeIsFoundByWhatItsHeaderSays(DType type) {
        assertEquals(Optional.of(type), DType.ofDescr(type.descr()));
    }

    @ParameterizedTest
    @CsvSource({"<i1, INT8", "|u1, UINT8", "<b1, BOOL"})
    void theByteOrderOfASingleByteIsNoMatter(String descr, DType type) {
        assertEquals(Optional.of(type), DType.ofDescr(descr));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<f2", "<f16", "<c16", "|O", "<U3", "|S1", "<M8[ns]", ">f8", "f8", "?", "xi1", "1", "|i2"})
    void whatArraysHereCannotHaveIsNotFound(String descr) {
        assertEquals(Optional.empty(), DType.ofDescr(descr));
    }
}
