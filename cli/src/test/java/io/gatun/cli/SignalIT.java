package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ctrl-C and SIGTERM, at every stage of a job that would never end: exit code 130 or 143, nothing left, no worker alive. */
class SignalIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    /** A leader of a process group, as a shell makes one, where no signal is ignored, as a background job's may be. */
    private static final List<String> WRAPPER = List.of("setsid", "env", "--default-signal=INT,TERM,HUP");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    /** How far the job has come when the signal is sent. */
    enum Stage {
        /** The JVM is up; before that, what a signal does is the JVM's own affair. */
        COMMAND_LINE_IS_READ,
        FIRST_WORKER_STARTS,
        OUTPUT_IS_MADE,
        CONTROL_SEGMENT_IS_MADE,
        KERNEL_RUNS
    }

    /** A signal, and whether the whole process group gets it, as it does from a terminal. */
    enum Signal {
        INT_TO_PROCESS("INT", false, 130),
        INT_TO_GROUP("INT", true, 130),
        TERM_TO_PROCESS("TERM", false, 143),
        TERM_TO_GROUP("TERM", true, 143),
        HUP_TO_GROUP("HUP", true, 129);

        private final String signal;
        private final boolean toGroup;
        private final int exitCode;

        Signal(String signal, boolean toGroup, int exitCode) {
            this.signal = signal;
            this.toGroup = toGroup;
            this.exitCode = exitCode;
        }
    }

    @ParameterizedTest(name = "{0} when {1}")
    @MethodSource("signalsAndStages")
    void endsWithTheSignalsExitCodeAndLeavesNothing(Signal signal, Stage stage) {
        GatunCommand command = FOLDER.gatun("run", "example.Waits", "--json")
                .with("--out", "y=shm:result", "--out", "z=" + disk.resolve("result.npy"))
                .withTestKernels()
                .under(WRAPPER);
        try (GatunProcess process = command.start()) {
            await(stage, process);
            process.signal(signal.signal, signal.toGroup);
            GatunResult result = process.await();
            assertEquals(signal.exitCode, result.exitCode(), result::toString);
            assertEquals("", result.out());
            assertFalse(result.err().contains("\tat "), () -> "a stack trace: " + result.err());
            if (stage != Stage.COMMAND_LINE_IS_READ) {
                assertTrue(result.err().endsWith("gatun run: interrupted; nothing is left behind\n"), result::toString);
            }
        }
        assertEquals(0, disk.toFile().list().length);
    }

    private static Stream<Arguments> signalsAndStages() {
        return Stream.of(Signal.values())
                .flatMap(signal -> Stream.of(Stage.values()).map(stage -> Arguments.of(signal, stage)));
    }

    private static void await(Stage stage, GatunProcess process) {
        switch (stage) {
            case COMMAND_LINE_IS_READ -> process.awaitOpened("picocli");
            case FIRST_WORKER_STARTS -> FOLDER.awaitWorkers();
            case OUTPUT_IS_MADE -> FOLDER.awaitSegment("gatun-tmp-");
            case CONTROL_SEGMENT_IS_MADE -> FOLDER.awaitSegment("gatun-pool-");
            case KERNEL_RUNS -> process.awaitError("waits");
        }
    }
}
