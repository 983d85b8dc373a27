package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels of the user's own, given by class name and class path; and names that are no kernel's. */
class KernelIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @ParameterizedTest(name = "run {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sin2cos                | there is no kernel sin2cos: did you mean sin2cos2?
            sincos                 | there is no kernel sincos: did you mean sin2cos2?
            som                    | there is no kernel som: did you mean sum?
            s                      | there is no kernel s: did you mean sum or scale or sin2cos2?
            xyz                    | there is no kernel xyz, built in or on the class path: gatun kernels lists those built in
            example.Missing        | there is no kernel example.Missing, built in or on the class path
            example/Scale          | there is no kernel example/Scale
            java.lang.String       | class java.lang.String does not implement io.gatun.job.Kernel
            example.Hidden         | example.Hidden is not a public class with a public constructor without parameters
            example.Unmakeable     | the constructor of kernel example.Unmakeable failed: java.lang.IllegalStateException: no licence
            example.Unloadable     | class example.Unloadable cannot be loaded: java.lang.NumberFormatException
            example.Nullish        | kernel example.Nullish cannot say what it wants: java.lang.NullPointerException: spec() returned null
            example.Unspecifiable  | kernel example.Unspecifiable cannot say what it wants: java.lang.IllegalStateException
            """)
    void isRefused(String kernel, String message) {
        FOLDER.gatun("run", kernel).withTestKernels().assertRefused(message);
    }

    @ParameterizedTest
    @CsvSource({"example.Scale", "sin2cos2"})
    void aClassPathEntryThatDoesNotExistIsRefused(String kernel) {
        FOLDER.gatun("run", kernel, "--class-path", TestKernels.folder() + ":/missing/kernels.jar")
                .assertRefused("--class-path: /missing/kernels.jar does not exist");
    }

    @Test
    void aKernelWithoutASpecTakesTheArraysAndParametersOfTheCommandLine() {
        NpyFile.ofDoubles(disk.resolve("x.npy"), 1, 2, 4.5);
        JsonObject report = FOLDER.gatun("run", "example.Scale", "--param", "factor=-2")
                .with("--in", "x=x.npy", "--out", "y=y.npy")
                .withTestKernels()
                .in(disk)
                .runForJson();
        assertArrayEquals(new double[] {-2, -4, -9}, NpyFile.doubles(disk.resolve("y.npy")));
        assertEquals("example.Scale", report.text("kernel"));
        assertEquals(List.of(), report.list("result"));
        assertTrue(report.isNull("expected"));
        assertTrue(report.isNull("verified"));
    }

    @Test
    void aKernelWithASpecGetsAllItDemands() {
        NpyFile.ofDoubles(disk.resolve("a.npy"), 1, 2);
        NpyFile.ofDoubles(disk.resolve("b.npy"), 10, 20);
        FOLDER.gatun("run", "example.Weighted", "--param", "weight=0.5")
                .with("--in", "a=a.npy", "--in", "b=b.npy", "--out", "c=c.npy")
                .withTestKernels()
                .in(disk)
                .runForJson();
        assertArrayEquals(new double[] {6, 12}, NpyFile.doubles(disk.resolve("c.npy")));
    }

    @Test
    void whatAKernelPrintsGoesToStandardErrorWithItsWorkersNumber() {
        GatunResult result = FOLDER.gatun("run", "example.Talks", "--size", "8", "--workers", "2", "--json")
                .withTestKernels()
                .run();
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(8, result.json().integer("elements"));
        assertEquals(8, result.errLines().size(), result::toString);
        assertTrue(
                result.errLines().stream().allMatch(line -> line.matches("\\[worker [01]] block from [0-7]")),
                result::toString);
    }

    @Test
    void aKernelThatThrowsEndsTheJobWithItsStackTrace() {
        GatunResult result = FOLDER.gatun("run", "example.Throws", "--param", "at=70000", "--size", "100000")
                .with("--chunk", "50000", "--out", "y=" + disk.resolve("y.npy"))
                .withTestKernels()
                .run();
        assertEquals(1, result.exitCode(), result::toString);
        assertEquals("", result.out());
        String first = result.errLines().getFirst();
        assertTrue(
                first.matches("gatun run: kernel example.Throws failed in worker \\d \\(pid \\d+\\) in chunk 1"
                        + " \\(elements 50\\d\\d\\d to 99999\\): java.lang.IllegalStateException: cannot go on"),
                first);
        assertTrue(result.err().contains("\tat example.Throws.run(Throws.java:"), result.err());
        assertTrue(result.err().contains("Caused by: java.lang.ArithmeticException: the reason"), result.err());
        assertEquals(0, disk.toFile().list().length);
    }

    @ParameterizedTest(name = "run {0} --param {1}")
    @CsvSource(delimiter = '|', textBlock = """
            example.Halts         | code=7    | exit code 7
            example.Halts         | code=0    | exit code 0
            example.Halts         | code=192  | exit code 192 (signal 64)
            example.Halts         | code=193  | exit code 193
            example.Halts         | code=255  | exit code 255
            example.SignalsItself | signal=9  | exit code 137 (SIGKILL)
            example.SignalsItself | signal=15 | exit code 143 (SIGTERM)
            example.SignalsItself | signal=2  | exit code 130 (SIGINT)
            """)
    void aChunkThatEndsEveryWorkerIsNamedWithWhatEndedThem(String kernel, String parameter, String end) {
        GatunResult result = FOLDER.gatun("run", kernel, "--param", parameter, "--workers", "2")
                .with("--out", "y=" + disk.resolve("y.npy"))
                .withTestKernels()
                .assertFailsWithOneLine(1, " ended with " + end);
        assertTrue(
                result.err()
                        .matches("gatun run: kernel \\S+ failed 3 times in elements \\d+ to \\d+: "
                                + "(worker [01] \\(pid \\d+\\) ended with exit code .*){3}\n"),
                result.err());
        assertEquals(0, disk.toFile().list().length);
    }

    @Test
    void onlyWhatEndsWorkersIsMissingWhereTheOthersAreToBeFinished() {
        GatunResult result = FOLDER.gatun("run", "example.HaltsAt", "--param", "at=777", "--size", "2000")
                .with("--finish-others", "--bisect", "--attempts", "2", "--json")
                .withTestKernels()
                .run();
        assertEquals(1, result.exitCode(), result::toString);
        assertTrue(result.err().contains("could not be computed: their workers ended in each attempt"), result.err());
        JsonObject report = result.json();
        assertEquals(2, report.objects("failures").size());
        assertEquals(1, report.list("missing").size());
    }

    @ParameterizedTest
    @CsvSource({"--chunk-limit,3,left the chunk|was killed", "--limit,1,longer than its limit of 0.3 s"})
    void aKernelThatHangsIsEnded(String option, int failures, String message) {
        GatunResult result = FOLDER.gatun("run", "example.Waits", "--size", "10", "--workers", "1", option, "0.3")
                .withTestKernels()
                .run();
        assertEquals(1, result.exitCode(), result::toString);
        String last = result.errLines().getLast();
        assertEquals(failures, last.split(message, -1).length - 1, last);
    }
}
