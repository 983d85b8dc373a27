package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where outputs may go and where not, and that one that cannot be made leaves everything as it was. */
class OutputIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @BeforeEach
    void writeFiles() throws IOException {
        Path input = NpyFile.ofCount(disk.resolve("input.npy"), 1000);
        Files.createLink(disk.resolve("hard-link.npy"), input);
        Files.createSymbolicLink(disk.resolve("link.npy"), input);
        Files.writeString(disk.resolve("taken.npy"), "precious");
        Files.createSymbolicLink(disk.resolve("dangling.npy"), disk.resolve("nowhere"));
        Files.createDirectory(disk.resolve("folder"));
        Files.createSymbolicLink(disk.resolve("same-folder"), disk);
    }

    @ParameterizedTest(name = "run sin2cos2 {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --out y=taken.npy                       | taken.npy exists: choose another output, or replace it with --force
            --out y=dangling.npy                    | dangling.npy exists: choose another output
            --out y=folder                          | folder is a folder
            --out y=folder --force                  | folder is a folder
            --out y=/dev/null --force               | /dev/null is a device, FIFO or socket, which is not replaced
            --out y=missing/result.npy              | missing/result.npy does not exist
            --out y=taken.npy/result.npy            | taken.npy/result.npy does not exist
            --in x=input.npy --out y=input.npy      | input.npy is both an input and an output
            --in x=input.npy --out y=input.npy --force     | input.npy is both an input and an output
            --in x=input.npy --out y=hard-link.npy --force | hard-link.npy is both an input and an output
            --in x=input.npy --out y=link.npy --force      | link.npy is both an input and an output
            --in x=input.npy --out y=same-folder/input.npy --force | input.npy is both an input and an output
            --out y=a.npy --out y=b.npy             | --out y is given twice
            --out z=a.npy                           | the kernel has no array z, only x, y
            --out x=a.npy                           | x is an input of this kernel: use --in
            """)
    void isRefused(String arguments, String message) throws IOException {
        List<String> before = listing();
        FOLDER.gatun(("run sin2cos2 " + arguments).split(" ")).in(disk).assertRefused(message);
        assertEquals(before, listing());
    }

    @ParameterizedTest(name = "run example.Scale {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --in x=input.npy --out x=a.npy                          | x is given with --in and with --out
            --in x=input.npy --out y=a.npy --out z=a.npy            | a.npy is given for two outputs
            --in x=input.npy --out y=a.npy --out z=same-folder/a.npy| same-folder/a.npy is given for two outputs
            """)
    void isRefusedForAKernelThatTakesAnyArrays(String arguments, String message) throws IOException {
        List<String> before = listing();
        FOLDER.gatun(("run example.Scale --param factor=2 " + arguments).split(" "))
                .withTestKernels()
                .in(disk)
                .assertRefused(message);
        assertEquals(before, listing());
    }

    @Test
    void aFileNameThatIsTooLongIsRefusedBeforeTheJobRuns() {
        FOLDER.gatun("run", "sin2cos2", "--out", "y=" + "n".repeat(256))
                .in(disk)
                .assertRefused("File name too long");
    }

    @Test
    void aSegmentNameThatIsTakenIsRefused() throws IOException {
        Path taken = Files.writeString(FOLDER.path("taken"), "precious");
        FOLDER.gatun("run", "sin2cos2", "--out", "y=shm:taken").assertRefused("/taken exists: choose another output");
        assertEquals("precious", Files.readString(taken));
        Files.delete(taken);
    }

    @Test
    void ifTheNameOfOneIsTakenMeanwhileNoneIsKept() throws IOException {
        List<String> before = listing();
        FOLDER.gatun("run", "example.TakesName", "--size", "10", "--out", "a=shm:a", "--out", "b=b.npy")
                .with("--out", "c=meanwhile.npy", "--out", "d=d.npy")
                .withTestKernels()
                .in(disk)
                .assertFailsWithOneLine(1, "the job is done, but an output cannot be kept: ");
        assertTrue(Files.isDirectory(disk.resolve("meanwhile.npy")));
        Files.delete(disk.resolve("meanwhile.npy"));
        assertEquals(before, listing());
        assertEquals(List.of(), FOLDER.names());
    }

    @Test
    void whatHasReplacedAFileByForceStaysThoughTheNextIsNotKept() throws IOException {
        FOLDER.gatun("run", "example.TakesName", "--size", "10", "--out", "a=a.npy", "--out", "b=taken.npy", "--force")
                .with("--out", "c=meanwhile.npy")
                .withTestKernels()
                .in(disk)
                .assertFailsWithOneLine(1, "the job is done, but an output cannot be kept: ");
        assertEquals(10, NpyFile.doubles(disk.resolve("taken.npy")).length);
        assertFalse(Files.exists(disk.resolve("a.npy")));
    }

    @Test
    void forceReplacesAFile() {
        FOLDER.gatun("run", "sin2cos2", "--size", "10", "--out", "y=taken.npy", "--force")
                .in(disk)
                .runForJson();
        assertEquals(10, NpyFile.doubles(disk.resolve("taken.npy")).length);
    }

    @Test
    void forceReplacesALinkAndNotWhatItPointsTo() throws IOException {
        FOLDER.gatun("run", "sin2cos2", "--size", "10", "--out", "y=link.npy", "--force")
                .in(disk)
                .runForJson();
        assertTrue(Files.isRegularFile(disk.resolve("link.npy"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(1000, NpyFile.doubles(disk.resolve("input.npy")).length);
    }

    @Test
    void anOutputHoldsTheResultAndNothingElseIsMade() throws IOException {
        FOLDER.gatun("run", "sin2cos2", "--size", "3", "--out", "y=folder/result.npy")
                .in(disk)
                .runForJson();
        assertArrayEquals(new double[] {1, 1, 1}, NpyFile.doubles(disk.resolve("folder/result.npy")), 0x1p-50);
        try (Stream<Path> made = Files.list(disk.resolve("folder"))) {
            assertEquals(List.of(disk.resolve("folder/result.npy")), made.toList());
        }
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.map(file -> file + " " + file.toFile().length())
                    .sorted()
                    .toList();
        }
    }
}
