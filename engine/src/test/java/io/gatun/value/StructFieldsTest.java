package io.gatun.value;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.MemoryLayout.unionLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a layout says of a struct's fields, and which layouts a struct cannot have. */
@ExtendWith(NothingLeftBehind.class)
class StructFieldsTest {
    @Test
    void theTextIsAPythonDictionary() {
        assertEquals(
                "{'names': ['count', 'small', 'ready', 'letter', 'total', 'share', 'mean'], "
                        + "'formats': ['<i4', '|i1', '|b1', '<u2', '<i8', '<f4', '<f8'], "
                        + "'offsets': [0, 4, 5, 6, 8, 16, 24], 'itemsize': 32}",
                StructFields.of(SharedStructTest.ALL).text());
    }

    @Test
    void whatIsNoPlainValueIsRefused() {
        String why = " is itself made of parts: a struct has plain values only: ";
        StructLayout nested = structLayout(JAVA_INT.withName("x")).withName("inner");
        refused("field inner" + why + nested, nested);
        MemoryLayout array = sequenceLayout(3, JAVA_INT).withName("row");
        refused("field row" + why + array, array);
        MemoryLayout union = unionLayout(JAVA_INT.withName("x")).withName("either");
        refused("field either" + why + union, union);
        String types = ": a struct has boolean, byte, char, int, long, float and double";
        refused("field s is of type short" + types, JAVA_SHORT.withName("s"));
        refused("field p is of type MemorySegment" + types, ADDRESS.withName("p"));
    }

    @Test
    void namesThatTellNothingAreRefused() {
        refused("the member at byte 4 has no name: i4", JAVA_INT.withName("x"), JAVA_INT);
        refused("there are two fields x", JAVA_INT.withName("x"), JAVA_INT.withName("x"));
        String rule = "a field's name is made of letters, digits and _: ";
        refused(rule + "\"a b\"", JAVA_INT.withName("a b"));
        refused(rule + "\"it's\"", JAVA_INT.withName("it's"));
        refused(rule + "\"\"", JAVA_INT.withName(""));
        refused("the struct has no fields: name its value layouts");
        refused("the struct has no fields: name its value layouts", paddingLayout(8));
        assertEquals(
                1,
                StructFields.of(structLayout(JAVA_INT.withName("größe_2")))
                        .fields()
                        .size());
    }

    @Test
    void fieldsThatCannotBeChangedInOneStepAreRefused() {
        refused(
                "field x at byte 1 is not aligned to its 4 bytes",
                JAVA_BYTE.withName("b"),
                JAVA_INT_UNALIGNED.withName("x"));
        refused(
                "field x is big-endian: all shared memory is little-endian",
                JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN).withName("x"));
        refused(
                "byteAlignment=64, byteSize=4: a struct has at most 8 and 1073741823",
                JAVA_INT.withByteAlignment(64).withName("x"));
        refused(
                "byteAlignment=4, byteSize=2147483652: a struct has at most 8 and 1073741823",
                JAVA_INT.withName("x"),
                paddingLayout(1L << 31));
    }

    @Test
    void moreThanThePageOfTheTextHoldsIsRefusedAndNothingIsCreated() {
        SegmentName name = SegmentName.random("struct-");
        StructLayout many = structLayout(IntStream.range(0, 1000)
                .mapToObj(i -> JAVA_INT.withName("field" + i))
                .toArray(MemoryLayout[]::new));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SharedStruct.create(name, many));
        int length = StructFields.of(many).text().length();
        assertEquals("what the data is takes " + length + " bytes to say, 4032 at most", refusal.getMessage());
    }

    private static void refused(String message, MemoryLayout... members) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> StructFields.of(structLayout(members)));
        assertEquals(message, refusal.getMessage());
    }
}
