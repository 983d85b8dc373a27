package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that cannot be used: one line on standard error, exit code 2, nothing begun. */
class UsageIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @ParameterizedTest(name = "gatun {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bogus                            | Unmatched argument at index 0: 'bogus' (see gatun --help)
            rum                              | did you mean run?
            bench                            | Unmatched argument at index 0: 'bench' (see gatun --help)
            --frob                           | Unknown option: '--frob' (see gatun --help)
            run                              | Missing required parameter: 'KERNEL' (see gatun run --help)
            run sin2cos2 extra               | Unmatched argument at index 2: 'extra'
            run sin2cos2 --frob              | Unknown option: '--frob' (see gatun run --help)
            run sin2cos2 --worker 3          | did you mean --workers?
            run sin2cos2 --size              | Missing required parameter for option '--size' (N)
            run sin2cos2 --size 1 --size 2   | option '--size' (N) should be specified only once
            run sin2cos2 --size 0            | --size 0: it must be at least 1
            run sin2cos2 --size -5           | --size -5: it must be at least 1
            run sin2cos2 --size many         | Invalid value for option '--size': 'many' is not a long
            run sin2cos2 --size 1e6          | Invalid value for option '--size': '1e6' is not a long
            run sin2cos2 --size 99999999999999999999 | '99999999999999999999' is not a long
            run sin2cos2 --size 9223372036854775807  | --size is beyond what any machine can hold
            run sin2cos2 --workers           | Missing required parameter for option '--workers' (W)
            run sin2cos2 --workers 0         | --workers 0: it must be at least 1
            run sin2cos2 --workers -1        | --workers -1: it must be at least 1
            run sin2cos2 --workers few       | Invalid value for option '--workers': 'few' is not an int
            run sin2cos2 --chunk             | Missing required parameter for option '--chunk' (C)
            run sin2cos2 --chunk 0           | --chunk 0: it must be at least 1
            run sin2cos2 --chunk -1          | --chunk -1: it must be at least 1
            run sin2cos2 --chunk some        | Invalid value for option '--chunk': 'some' is not a long
            run sin2cos2 --in                | Missing required parameter for option '--in'
            run sin2cos2 --in x              | 'x' is not NAME=FILE.npy or NAME=shm:SEGMENT
            run sin2cos2 --in x=             | 'x=' is not NAME=FILE.npy or NAME=shm:SEGMENT
            run sin2cos2 --in =a.npy         | '=a.npy' is not NAME=FILE.npy or NAME=shm:SEGMENT
            run sin2cos2 --in x=shm:         | "" cannot name a segment: it is empty
            run sin2cos2 --in x=shm:a/b      | "a/b" cannot name a segment: it has a slash; a segment's name is not a path
            run sin2cos2 --in x=shm:.hidden  | ".hidden" cannot name a segment: it starts with a dot
            run sin2cos2 --out               | Missing required parameter for option '--out'
            run sin2cos2 --out y=shm:a/b     | "a/b" cannot name a segment: it has a slash
            run sin2cos2 --param a           | should be in KEY=VALUE format but was a
            run sin2cos2 --out y=shm:gatun-tmp-1 | choose one that does not start with gatun-tmp-
            run sin2cos2 --size 100000000000000 --chunk 1 | in chunks of 16,384 are more chunks than the 2,147,483,648 a job may have
            run axpy --param a=3 --param a=4 | --param a is given twice
            run sin2cos2 --param a=much      | Invalid value for option '--param' (K=V): 'much' is not a double
            inspect                          | Missing required parameter: 'NAME' (see gatun inspect --help)
            inspect missing                  | /missing does not exist
            inspect a/b                      | "a/b" cannot name a segment: it has a slash
            unlink                           | Missing required parameter: 'NAME' (see gatun unlink --help)
            unlink missing                   | /missing does not exist
            unlink .hidden                   | ".hidden" cannot name a segment: it starts with a dot
            ls everything                    | Unmatched argument at index 1: 'everything'
            kernels --frob                   | Unknown option: '--frob' (see gatun kernels --help)
            """)
    void isRefused(String commandLine, String message) {
        FOLDER.gatun(commandLine.split(" ")).assertRefused(message);
    }

    @Test
    void noCommandIsRefusedWithTheCommandsThereAre() {
        FOLDER.gatun()
                .assertRefused(
                        "a command is missing: run, ls, inspect, locks, top, unlink, gc, resume, fsck, kernels, demo");
    }

    @Test
    void aSegmentNameThatIsTooLongIsRefused() {
        FOLDER.gatun("run", "sin2cos2", "--out", "y=shm:" + "n".repeat(201))
                .assertRefused("it has 201 bytes, 200 at most");
    }

    @Test
    void aNameWithALineBreakStillMakesOneLine() {
        FOLDER.gatun("run", "sin\ncos").assertRefused("there is no kernel sin cos");
    }

    @Test
    void aJobLargerThanMemoryIsRefusedWithTheBytesNeededAndThoseAvailable() {
        FOLDER.gatun("run", "sin2cos2", "--size", "1000000000000")
                .assertFailsWithOneLine(2, "needs 8,000,000,004,096 bytes")
                .errLines()
                .forEach(line -> assertTrue(line.matches(".* [0-9,]+ are available: .*"), line));
    }

    /** A kernel without arrays is not stopped by memory. */
    @ParameterizedTest
    @CsvSource({"3000000000, 1", "1000000000000000000, 1048576"})
    void moreChunksThanAJobMayHaveAreRefused(String size, String chunk) {
        FOLDER.gatun("run", "example.Talks", "--size", size, "--chunk", chunk)
                .withTestKernels()
                .assertRefused(" are more chunks than the 2,147,483,648 a job may have: use a larger --chunk");
    }

    /** Most machines have too few of one or the other; what is asked first is told. */
    @Test
    void moreWorkersThanMemoryOrDescriptorsHoldAreRefusedWithWhatIsNeededAndAvailable() {
        GatunResult refused = FOLDER.gatun(
                        "run", "sin2cos2", "--size", "1000000000", "--chunk", "16384", "--workers", "60000")
                .assertFailsWithOneLine(2, "60,000 workers need ");
        assertTrue(
                refused.err()
                        .matches(
                                "(?s).* need (8,053,063,680,000 bytes of memory|120,040 open files more), [0-9,]+ are .*"),
                refused::err);
    }
}
