package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inputs that cannot be used: one line on standard error, exit code 2, nothing begun. */
class InputIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path disk;

    @BeforeAll
    static void writeInputs() throws IOException, InterruptedException {
        Path good = NpyFile.ofCount(disk.resolve("good.npy"), 1000);
        Files.createSymbolicLink(disk.resolve("link.npy"), good);
        Files.write(disk.resolve("truncated.npy"), Arrays.copyOf(Files.readAllBytes(good), 4000));
        Files.write(disk.resolve("header-only.npy"), Arrays.copyOf(Files.readAllBytes(good), 40));
        Files.writeString(disk.resolve("text.npy"), "0.5\n0.25\n0.125\n");
        Files.createFile(disk.resolve("empty.npy"));
        Files.createDirectory(disk.resolve("folder.npy"));
        byte[] data = new byte[8000];
        NpyFile.of(disk.resolve("float32.npy"), "'<f4'", "False", "(2000,)", data);
        NpyFile.of(disk.resolve("int64.npy"), "'<i8'", "False", "(1000,)", data);
        NpyFile.of(disk.resolve("big-endian.npy"), "'>f8'", "False", "(1000,)", data);
        NpyFile.of(disk.resolve("complex.npy"), "'<c16'", "False", "(500,)", data);
        NpyFile.of(disk.resolve("struct.npy"), "[('a', '<f8')]", "False", "(1000,)", data);
        NpyFile.of(disk.resolve("fortran.npy"), "'<f8'", "True", "(10, 100)", data);
        NpyFile.of(disk.resolve("table.npy"), "'<f8'", "False", "(10, 100)", data);
        NpyFile.of(disk.resolve("longer.npy"), "'<f8'", "False", "(1001,)", data);
        NpyFile.of(disk.resolve("none.npy"), "'<f8'", "False", "(0,)", data);
        NpyFile.of(disk.resolve("negative.npy"), "'<f8'", "False", "(-1,)", data);
        NpyFile.of(disk.resolve("huge.npy"), "'<f8'", "False", "(4611686018427387904, 4)", data);
        NpyFile.of(disk.resolve("no-dictionary.npy"), "", "", "", data);
        new ProcessBuilder("mkfifo", disk.resolve("fifo.npy").toString())
                .start()
                .waitFor();
    }

    @ParameterizedTest(name = "--in {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x=missing.npy             | /missing.npy does not exist
            x=missing/good.npy        | /missing/good.npy does not exist
            x=truncated.npy           | truncated: its header promises 8128 bytes, it has 4000
            x=header-only.npy         | a header of 118 bytes does not fit
            x=longer.npy              | truncated: its header promises 8136 bytes, it has 8128
            x=text.npy                | not an .npy file
            x=empty.npy               | the file is empty
            x=folder.npy              | this is a folder
            x=fifo.npy                | this is a FIFO, no regular file: write what comes out of it into a file first
            x=float32.npy             | has elements of type float32, the kernel needs float64
            x=int64.npy               | has elements of type int64, the kernel needs float64
            x=big-endian.npy          | big-endian elements (>f8): save it with a.astype('<f8')
            x=complex.npy             | elements of type '<c16' are not supported
            x=struct.npy              | structured types are not supported
            x=fortran.npy             | Fortran order: save it with numpy.ascontiguousarray(a)
            x=none.npy                | an array without elements
            x=negative.npy            | negative.npy
            x=huge.npy                | a shape beyond 2^63 bytes
            x=no-dictionary.npy       | no-dictionary.npy
            x=shm:missing             | /missing does not exist
            x=good.npy --in x=good.npy| --in x is given twice
            x=good.npy --size 999     | --size 999, but the input has 1,000 elements
            angle=good.npy            | the kernel has no array angle, only x, y
            y=good.npy                | y is an output of this kernel: use --out
            """)
    void isRefused(String input, String message) {
        FOLDER.gatun(("run sin2cos2 --in " + input).split(" ")).in(disk).assertRefused(message);
    }

    @ParameterizedTest(name = "example.Weighted {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --in a=good.npy --in b=good.npy                          | the kernel needs the parameter weight: --param weight=V
            --in a=good.npy --in b=good.npy --param weight=2 --param w=2 | the kernel has no parameter w
            --in a=good.npy --param weight=2                         | the kernel needs an input: --in b=FILE.npy
            --in a=good.npy --in b=table.npy --param weight=2        | input b has the shape [10, 100], another input has [1000]
            --in a=good.npy --in b=float32.npy --param weight=2      | has elements of type float32, the kernel needs float64
            """)
    void aKernelsSpecIsDemanded(String arguments, String message) {
        FOLDER.gatun(("run example.Weighted " + arguments).split(" "))
                .withTestKernels()
                .in(disk)
                .assertRefused(message);
    }

    @Test
    void aSegmentThatIsNoArrayIsRefused() throws IOException {
        Path other = Files.writeString(FOLDER.path("other"), "not Gatun's");
        FOLDER.gatun("run", "sin2cos2", "--in", "x=shm:other").assertRefused("/other: not an .npy file");
        assertEquals("not Gatun's", Files.readString(other));
        Files.delete(other);
    }

    @Test
    void aKernelWithoutASpecTakesElementsOfAnyType() {
        assertEquals(
                1000,
                FOLDER.gatun("run", "example.Anything", "--in", "x=int64.npy")
                        .withTestKernels()
                        .in(disk)
                        .runForJson()
                        .integer("elements"));
    }

    @Test
    void aSymbolicLinkIsFollowedOnDisk() {
        assertEquals(
                1000,
                FOLDER.gatun("run", "sin2cos2", "--in", "x=link.npy")
                        .in(disk)
                        .runForJson()
                        .integer("elements"));
    }

    @Test
    void aSymbolicLinkIsNotFollowedInSharedMemory() throws IOException {
        Path link = Files.createSymbolicLink(FOLDER.path("link"), disk.resolve("good.npy"));
        FOLDER.gatun("run", "sin2cos2", "--in", "x=shm:link")
                .assertRefused("/link: this is a symbolic link, which is not followed");
        Files.delete(link);
    }

    @Test
    void aTableIsReadAsItsElementsInOrder() {
        assertEquals(
                1000,
                FOLDER.gatun("run", "sin2cos2", "--in", "x=table.npy")
                        .in(disk)
                        .runForJson()
                        .integer("elements"));
    }
}
