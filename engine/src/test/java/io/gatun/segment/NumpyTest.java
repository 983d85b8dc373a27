package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real NumPy and this library read and write each other's arrays, of every type, without a copy. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class NumpyTest {
    /** Saves three elements of each type, the lowest, zero and the highest, in each version of the format. */
    private static final String SAVE = """
            import numpy, os, sys
            from numpy.lib import format
            folder = sys.argv[1]
            for name in sys.argv[2:]:
                t = numpy.dtype(name)
                low, high = ((False, True) if t.kind == 'b' else
                             (numpy.finfo(t).min, numpy.finfo(t).max) if t.kind == 'f' else
                             (numpy.iinfo(t).min, numpy.iinfo(t).max))
                a = numpy.array([[low, 0, high]], dtype=t)
                numpy.save(os.path.join(folder, name + '-save.npy'), a)
                for major in 1, 2, 3:
                    with open(os.path.join(folder, name + '-%d.npy' % major), 'wb') as f:
                        format.write_array(f, a, version=(major, 0))
            """;

    /** Opens arrays in place, tells type, shape and elements, and turns the elements around. */
    private static final String TURN_AROUND = """
            import numpy, sys
            for path in sys.argv[1:]:
                a = numpy.load(path, mmap_mode='r+')
                print(a.dtype.name, a.shape, a.offset, a.tolist())
                a[...] = a[::-1, ::-1].copy()
                a.flush()
            """;

    /** See cpython#82300: before Python 3.13 an attaching process believes it owns the segment and would remove it. */
    private static final String SHARED_MEMORY = """
            import numpy, sys
            from multiprocessing import resource_tracker, shared_memory
            s = shared_memory.SharedMemory(name=sys.argv[1])
            resource_tracker.unregister(s._name, 'shared_memory')
            a = numpy.ndarray((10,), dtype='<f8', buffer=s.buf, offset=4096)
            print(a.sum())
            a[9] = 0.25
            del a
            s.close()
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path saved;

    @BeforeAll
    static void save() {
        List<Object> arguments = new ArrayList<>(List.of(saved));
        Stream.of(DType.values()).map(DType::numpyName).forEach(arguments::add);
        Python.run(SAVE, arguments.toArray());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void whatNumpySavedIsReadInEveryVersion(DType type) {
        for (String how : List.of("save", "1", "2", "3")) {
            Path file = saved.resolve(type.numpyName() + "-" + how + ".npy");
            try (SharedArray array = SharedArray.attach(file, Access.READ_ONLY)) {
                assertEquals(type, array.dtype());
                assertArrayEquals(new long[] {1, 3}, array.shape());
                assertEquals(extremes(type), elements(array));
            }
        }
    }

    @Test
    void aNumberNumpySavedIsAnArrayOfNoDimensions() {
        Path file = saved.resolve("number.npy");
        Python.run("import numpy, sys; numpy.save(sys.argv[1], numpy.float64(0.1))", file);
        try (SharedArray array = SharedArray.attach(file, Access.READ_ONLY)) {
            assertArrayEquals(new long[] {}, array.shape());
            assertEquals(0.1, array.getDouble(0));
        }
    }

    @Test
    void numpyChangesOurArraysInPlace() {
        List<SharedArray> arrays = new ArrayList<>();
        for (DType type : DType.values()) {
            SharedArray array = SharedArray.create(SegmentName.random(type.numpyName() + "-"), type, 1, 3);
            store(array, extremes(type));
            arrays.add(array);
        }
        Object[] paths = arrays.stream().map(array -> array.segment().path()).toArray();

        List<String> told = Python.run(TURN_AROUND, paths).lines().toList();

        for (int i = 0; i < arrays.size(); i++) {
            try (SharedArray array = arrays.get(i)) {
                String[] type = told.get(i).split(" ", 2);
                assertEquals(array.dtype().numpyName(), type[0]);
                assertEquals("(1, 3) 4096 [[" + String.join(", ", inPython(array.dtype())) + "]]", type[1]);
                assertEquals(extremes(array.dtype()).reversed(), elements(array));
                array.unlink();
            }
        }
    }

    /** Python looks in {@code /dev/shm} and nowhere else. */
    @Test
    void pythonsOwnSharedMemorySeesTheElementsFromByte4096On() throws IOException {
        SegmentName name = SegmentName.random("gatun-test-NumpyTest-");
        Path path = Path.of("/dev/shm").resolve(name.value());
        try (SharedArray array = SharedArray.create(path, DType.FLOAT64, 10)) {
            for (int i = 0; i < 10; i++) {
                array.setDouble(i, 0.5);
            }
            assertEquals("5.0", Python.run(SHARED_MEMORY, name));
            assertEquals(0.25, array.getDouble(9));
            assertEquals(true, array.unlink(), "Python left it alone");
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static List<Number> extremes(DType type) {
        return switch (type) {
            case INT8 -> List.of(-128L, 0L, 127L);
            case INT16 -> List.of(-32768L, 0L, 32767L);
            case INT32 -> List.of(-2147483648L, 0L, 2147483647L);
            case INT64 -> List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE);
            case UINT8 -> List.of(0L, 0L, 255L);
            case UINT16 -> List.of(0L, 0L, 65535L);
            case UINT32 -> List.of(0L, 0L, 4294967295L);
            case UINT64 -> List.of(0L, 0L, -1L); // the same bits
            case FLOAT32 -> List.of(-(double) Float.MAX_VALUE, 0.0, (double) Float.MAX_VALUE);
            case FLOAT64 -> List.of(-Double.MAX_VALUE, 0.0, Double.MAX_VALUE);
            case BOOL -> List.of(0L, 0L, 1L);
        };
    }

    private static List<String> inPython(DType type) {
        return switch (type) {
            case UINT64 -> List.of("0", "0", "18446744073709551615");
            case FLOAT32 -> List.of("-3.4028234663852886e+38", "0.0", "3.4028234663852886e+38");
            case FLOAT64 -> List.of("-1.7976931348623157e+308", "0.0", "1.7976931348623157e+308");
            case BOOL -> List.of("False", "False", "True");
            default -> extremes(type).stream().map(Number::toString).toList();
        };
    }

    private static void store(SharedArray array, List<Number> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (array.dtype().isFloating()) {
                array.setDouble(i, elements.get(i).doubleValue());
            } else {
                array.setLong(i, elements.get(i).longValue());
            }
        }
    }

    private static List<Number> elements(SharedArray array) {
        Number[] elements = new Number[Math.toIntExact(array.size())];
        for (int i = 0; i < elements.length; i++) {
            if (array.dtype().isFloating()) {
                elements[i] = array.getDouble(i);
            } else {
                elements[i] = array.getLong(i);
            }
        }
        return List.of(elements);
    }
}
