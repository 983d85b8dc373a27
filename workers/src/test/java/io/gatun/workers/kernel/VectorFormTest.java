package io.gatun.workers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.workers.SmallTmpfs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector forms against the scalar ones, in vectors of every width. */
@Timeout(120)
final class VectorFormTest {
    @Test
    void everyKernelHasAVectorFormWithTheBitsOfItsScalarForm() throws Exception {
        assertTrue(SameBits.check() > 10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=2", "-XX:UseAVX=1", "-XX:MaxVectorSize=16"})
    void alsoInNarrowerVectors(String flag) throws Exception {
        Child child = Child.run(
                SameBits.class, "--add-modules", VectorKernels.MODULE, flag, "-XX:+IgnoreUnrecognizedVMOptions");
        assertEquals(0, child.status(), child.output());
    }

    @Test
    void aJvmWithoutTheModuleHasTheScalarFormsOnly() throws Exception {
        Child child = Child.run(WithoutModule.class);
        assertEquals(0, child.status(), child.output());
        assertEquals("no vector forms; the sum is 1000.0", child.output().strip());
    }

    /** A page more than there is: the file can be as long as it likes, but not all of it can be written to. */
    @Test
    void aFullTemporaryFolderLeavesTheScalarFormAndNothingElse() throws Exception {
        try (SmallTmpfs small = SmallTmpfs.mount("size=4k")) {
            Child child = Child.run(
                    FullFolder.class, "--add-modules", VectorKernels.MODULE, "-Djava.io.tmpdir=" + small.folder());
            assertEquals(0, child.status(), child.output());
            assertEquals(
                    List.of("WARNING: Using incubator modules: jdk.incubator.vector", "stays scalar"),
                    child.output().lines().toList());
            assertEquals(0, small.folder().toFile().list().length);
        }
    }
}
