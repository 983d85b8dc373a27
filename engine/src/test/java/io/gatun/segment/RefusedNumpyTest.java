package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Python;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a real NumPy that cannot be mapped as they are, and what is said about each. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class RefusedNumpyTest {
    private static final String SAVE = """
            import numpy, os, sys
            def save(name, array):
                numpy.save(os.path.join(sys.argv[1], name + '.npy'), array)
            save('fortran', numpy.asfortranarray(numpy.ones((3, 4))))
            save('big-endian', numpy.ones(3, dtype='>f8'))
            save('structured', numpy.zeros(3, dtype=[('x', '<f8'), ('y', '<i4')]))
            save('float16', numpy.ones(3, dtype='float16'))
            save('complex', numpy.ones(3, dtype='complex128'))
            save('text', numpy.array(['abc', 'd']))
            save('dates', numpy.array(['2026-01-01'], dtype='datetime64[D]'))
            save('objects', numpy.array([{}, None], dtype=object))
            save('empty', numpy.zeros((3, 0)))
            save('truncated', numpy.ones(100))
            os.truncate(os.path.join(sys.argv[1], 'truncated.npy'), 500)
            numpy.savez(os.path.join(sys.argv[1], 'archive.npy'), a=numpy.ones(3))
            os.rename(os.path.join(sys.argv[1], 'archive.npy.npz'), os.path.join(sys.argv[1], 'archive.npy'))
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path saved;

    @BeforeAll
    static void save() {
        Python.run(SAVE, saved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "fortran; 10; Fortran order: save it with numpy.ascontiguousarray(a)",
                "big-endian; 10; big-endian elements (>f8): save it with a.astype('<f8')",
                "structured; 20; structured types are not supported",
                "float16; 10; elements of type '<f2' are not supported",
                "complex; 10; elements of type '<c16' are not supported",
                "text; 10; elements of type '<U3' are not supported",
                "dates; 10; elements of type '<M8[D]' are not supported",
                "objects; 10; elements of type '|O' are not supported",
                "empty; 10; an array without elements",
                "truncated; 500; truncated: its header promises 928 bytes, it has 500",
                "archive; 0; not an .npy file"
            })
    void whatCannotBeMappedIsRefusedWithItsReason(String name, long byteOffset, String what) {
        Path file = saved.resolve(name + ".npy");
        SegmentException.Malformed refusal =
                assertThrows(SegmentException.Malformed.class, () -> SharedArray.attach(file, Access.READ_ONLY));
        assertEquals(file + ": " + what + " (at byte " + byteOffset + ")", refusal.getMessage());
    }
}
