package io.gatun.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.DType;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    @TempDir
    private Path folder;

    @Test
    void hasAsManyElementsAsItsArrays() {
        try (SharedArray a = array("a", 6);
                SharedArray b = array("b", 2, 3)) {
            assertEquals(6, Job.of("k").read("a", a).write("b", b).elements());
        }
    }

    @Test
    void refusesArraysOfDifferentSizesAndNamesThem() {
        try (SharedArray a = array("a", 6);
                SharedArray b = array("b", 7)) {
            Job job = Job.of("k").read("a", a).write("b", b);
            var e = assertThrows(IllegalArgumentException.class, job::elements);
            assertEquals("arrays of different sizes: a has 6 elements, b has 7 elements", e.getMessage());
            assertEquals(3, job.elements(3).elements());
        }
    }

    @Test
    void needsAnArrayOrANumberOfElements() {
        assertThrows(IllegalArgumentException.class, () -> Job.of("k").elements());
        assertThrows(IllegalArgumentException.class, () -> Job.of("k").elements(0));
    }

    @Test
    void refusesAnArrayThatIsBoundTwice() {
        try (SharedArray a = array("a", 1)) {
            Job job = Job.of("k").read("a", a);
            assertThrows(IllegalArgumentException.class, () -> job.write("a", a));
        }
    }

    @Test
    void isNotChangedByItsMethods() {
        Job job = Job.of("k");
        assertEquals(2, job.chunk(2).requestedChunk().getAsLong());
        assertEquals(1.5, job.parameter("a", 1.5).parameters().get("a"));
        assertTrue(job.requestedChunk().isEmpty());
        assertTrue(job.parameters().isEmpty());
    }

    @Test
    void refusesChunksOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> Job.of("k").chunk(-1));
    }

    private SharedArray array(String name, long... shape) {
        return SharedArray.create(folder.resolve(name), DType.FLOAT64, shape);
    }
}
