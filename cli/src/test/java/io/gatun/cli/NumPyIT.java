package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that go from NumPy to Gatun and back, as files and as segments. */
class NumPyIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final String WRITE_ANGLES = """
            import numpy, sys
            numpy.save(sys.argv[1], numpy.random.default_rng(42).uniform(-1e4, 1e4, 1_000_000))
            """;
    private static final Pattern HINT = Pattern.compile("numpy\\.load\\(.*\\)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @Test
    void numPyLoadsTheResultForItsOwnAnglesAndSumsItToTheSame() throws IOException, InterruptedException {
        Python.run(disk, WRITE_ANGLES, "angles.npy");
        JsonObject report = FOLDER.gatun("run", "sin2cos2", "--in", "x=angles.npy", "--out", "y=result.npy")
                .in(disk)
                .runForJson();
        assertTrue(report.truth("verified"));
        assertEquals(1_000_000, report.integer("elements"));
        double exactSum = Double.parseDouble(Python.run(disk, """
                import math, numpy
                y = numpy.load('result.npy')
                x = numpy.load('angles.npy')
                assert y.dtype == numpy.float64 and y.shape == (1_000_000,) and y.flags.c_contiguous
                assert abs(y - (numpy.sin(x) ** 2 + numpy.cos(x) ** 2)).max() < 4 * 2.0**-52
                print(repr(math.fsum(y)))
                """));
        assertEquals(exactSum, report.number("result"), 1e-9); // one rounding of each block's sum, and one of their sum
    }

    @Test
    void theShapeOfATableIsThatOfTheResult() throws IOException, InterruptedException {
        Python.run(disk, "import numpy; numpy.save('x.npy', numpy.ones((3, 5, 7)))");
        FOLDER.gatun("run", "sin2cos2", "--in", "x=x.npy", "--out", "y=y.npy")
                .in(disk)
                .runForJson();
        assertEquals("(3, 5, 7)", Python.run(disk, "import numpy; print(numpy.load('y.npy').shape)"));
    }

    @Test
    void theHintOfAKeptResultWorksWhenPastedIntoPython() throws IOException, InterruptedException {
        String printed = FOLDER.gatun("run", "sin2cos2", "--size", "1000", "--keep")
                .run()
                .out();
        assertHintLoads(printed, "1000");
        assertEquals(1, FOLDER.names().size());
        FOLDER.gatun("unlink", FOLDER.names().getFirst()).runForJson();
    }

    @Test
    void theHintOfAnOutputWithQuotesInItsNameWorksToo() throws IOException, InterruptedException {
        Path odd = disk.resolve("it's a \"back\\slash\".npy");
        String printed = FOLDER.gatun("run", "sin2cos2", "--size", "7", "--out", "y=" + odd)
                .run()
                .out();
        assertHintLoads(printed, "7");
        assertTrue(Files.exists(odd));
    }

    @Test
    void aSegmentThatPythonMadeIsAnInputAndIsUnlinkedByName() throws IOException, InterruptedException {
        Python.run(
                disk,
                WRITE_ANGLES.replace("numpy.save(sys.argv[1], ", "numpy.save(open(sys.argv[1], 'wb'), "),
                FOLDER.path("angles").toString());
        JsonObject report = FOLDER.gatun("run", "sin2cos2", "--in", "x=shm:angles", "--out", "y=shm:result")
                .runForJson();
        assertTrue(report.truth("verified"));
        assertEquals(java.util.List.of("angles", "result"), FOLDER.names());
        assertEquals(
                java.util.List.of("angles", "result"),
                FOLDER.gatun("unlink", "angles", "result").runForJson().list("unlinked"));
    }

    private void assertHintLoads(String printed, String size) throws IOException, InterruptedException {
        Matcher hint = HINT.matcher(printed);
        assertTrue(hint.find(), printed);
        assertEquals(size, Python.run(disk, "import numpy; print(round(" + hint.group() + ".sum()))"));
    }
}
