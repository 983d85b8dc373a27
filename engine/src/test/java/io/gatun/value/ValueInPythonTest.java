package io.gatun.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real NumPy reads and writes values at the offsets that the package tells. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class ValueInPythonTest {
    /** Reads the type from the header, tells the value, and stores another. */
    private static final String TELL_AND_CHANGE = """
            import ast, numpy, sys
            def text(path):
                head = numpy.memmap(path, dtype='u1', mode='r')
                assert bytes(head[:8]) == b'GATUNSYN'
                kind, length = head[12:16].view('<i4')[0], head[48:52].view('<i4')[0]
                words = bytes(head[64:64 + length]).decode()
                return ast.literal_eval(words) if kind == 11 else words
            for path, after in zip(sys.argv[1::2], sys.argv[2::2]):
                t = numpy.dtype(text(path))
                value = numpy.memmap(path, dtype=t, mode='r+', offset=36920, shape=(1,))
                print(t, value[0])
                value[0] = ast.literal_eval(after)
                value.flush()
            """;

    /** Adds up the cells of a segment, and sets each to its number. */
    private static final String CELLS = """
            import numpy, sys
            file = numpy.memmap(sys.argv[1], dtype='u1', mode='r+')
            cells, stride, data = file[28:32].view('<i4')[0], file[32:36].view('<i4')[0], file[36:40].view('<i4')[0]
            values = numpy.ndarray((cells,), dtype='<i8', buffer=file, offset=36864 + 56, strides=(stride,))
            print(cells, stride, data, values.sum())
            values[:] = numpy.arange(cells)
            """;

    @Test
    void valuesOfEachTypeAreReadAndWritten() {
        try (SharedLong aLong = SharedLong.create(SegmentName.random("v-"), Long.MIN_VALUE);
                SharedInt anInt = SharedInt.create(SegmentName.random("v-"), -1);
                SharedDouble aDouble = SharedDouble.createWithoutLock(SegmentName.random("v-"), 0.1);
                SharedFloat aFloat = SharedFloat.create(SegmentName.random("v-"), 0.5f);
                SharedByte aByte = SharedByte.create(SegmentName.random("v-"), (byte) -128);
                SharedChar aChar = SharedChar.createWithoutLock(SegmentName.random("v-"), '\uffff');
                SharedBoolean aBoolean = SharedBoolean.create(SegmentName.random("v-"), true)) {
            List<SharedValue> values = List.of(aLong, anInt, aDouble, aFloat, aByte, aChar, aBoolean);
            List<String> after = List.of("9223372036854775807", "7", "-0.25", "1e38", "127", "258", "False");
            Object[] arguments = Stream.iterate(0, i -> i < values.size(), i -> i + 1)
                    .flatMap(i -> Stream.of(values.get(i).path(), after.get(i)))
                    .toArray();
            assertEquals("""
                    int64 -9223372036854775808
                    int32 -1
                    float64 0.1
                    float32 0.5
                    int8 -128
                    uint16 65535
                    bool True""", Python.run(TELL_AND_CHANGE, arguments));
            assertEquals(Long.MAX_VALUE, aLong.get());
            assertEquals(7, anInt.get());
            assertEquals(-0.25, aDouble.get());
            assertEquals(1e38f, aFloat.get());
            assertEquals(127, aByte.get());
            assertEquals('\u0102', aChar.get());
            assertEquals(false, aBoolean.get());
            values.forEach(value -> assertTrue(value.unlink()));
        }
    }

    @Test
    void aStructIsARecordOfTheTypeThatItsTextSays() {
        try (SharedStruct struct = SharedStruct.create(SegmentName.random("v-"), SharedStructTest.ALL)) {
            struct.intField("count").set(3);
            struct.doubleField("mean").set(0.1);
            struct.booleanField("ready").set(true);
            String told = Python.run(TELL_AND_CHANGE, struct.path(), "(4, -1, False, 120, 1099511627776, 0.25, 0.5)");
            assertTrue(told.endsWith(" (3, 0, True, 0, 0, 0., 0.1)"), told);
            assertEquals(4, struct.intField("count").get());
            assertEquals(-1, struct.byteField("small").get());
            assertEquals(false, struct.booleanField("ready").get());
            assertEquals('x', struct.charField("letter").get());
            assertEquals(1L << 40, struct.longField("total").get());
            assertEquals(0.25f, struct.floatField("share").get());
            assertEquals(0.5, struct.doubleField("mean").get());
            assertTrue(struct.unlink());
        }
    }

    @Test
    void theCellsOfASegmentAreAStridedArray() {
        SegmentName name = SegmentName.random("v-");
        try (CellSegment cells = CellSegment.create(name, 1000)) {
            for (int i = 0; i < cells.cells(); i++) {
                SharedLong.in(cells, i).set(2);
            }
            assertEquals("1000 128 8 2000", Python.run(CELLS, name.path()));
            for (int i = 0; i < cells.cells(); i++) {
                assertEquals(i, SharedLong.in(cells, i).get());
            }
            assertTrue(cells.unlink());
        }
    }
}
