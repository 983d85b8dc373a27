package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.CCompiler;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A C program and this library read and write each other's arrays without a copy; see sum.c and write.c. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class CProgramTest {
    private final SegmentName name = SegmentName.random("c-");

    @Test
    void aProgramInCSumsOurArrayAndChangesItInPlace(@TempDir Path folder) {
        Path sum = CCompiler.compile(CProgramTest.class, "sum.c", folder);
        try (SharedArray array = SharedArray.create(name, DType.FLOAT64, 1000)) {
            for (int i = 0; i < 1000; i++) {
                array.setDouble(i, i + 0.5);
            }
            assertEquals("4096 1000 500000", Program.output(sum, name.path()));
            assertEquals(1999.0, array.getDouble(999));
            assertTrue(array.unlink());
        }
    }

    @Test
    void anArrayMadeInCIsAttached(@TempDir Path folder) {
        Path write = CCompiler.compile(CProgramTest.class, "write.c", folder);
        Program.output(write, name.path());
        try (SharedArray array = SharedArray.attach(name, Access.READ_WRITE)) {
            assertEquals(DType.INT32, array.dtype());
            assertArrayEquals(new long[] {2, 3}, array.shape());
            assertEquals(4096, array.dataOffset());
            assertEquals(50, array.getLong(array.index(1, 2)));
            assertTrue(array.unlink());
        }
    }
}
