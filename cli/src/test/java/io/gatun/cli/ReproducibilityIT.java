package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result has the same bits however the work is shared out, here with always two coordinators at once. */
class ReproducibilityIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    /** Terms of both signs and of thirty orders of magnitude: any other order of additions gives other bits. */
    private static final String KERNEL = "example.Cancels";

    private static final List<String> CHUNKS = List.of("1", "1000", "99999999");

    @ParameterizedTest
    @CsvSource({"1, 16", "2, 7", "3, 3", "16, 2"})
    void anyNumberOfWorkersAndAnyChunkSizeGiveTheSameBits(String workers, String workersBeside) {
        double reference = FOLDER.gatun("run", KERNEL, "--size", "100003", "--workers", "1")
                .withTestKernels()
                .runForJson()
                .number("result");
        for (String chunk : CHUNKS) {
            try (GatunProcess one = start(workers, chunk);
                    GatunProcess other = start(workersBeside, chunk)) {
                assertSameBits(reference, one.await());
                assertSameBits(reference, other.await());
            }
        }
    }

    private static GatunProcess start(String workers, String chunk) {
        return FOLDER.gatun("run", KERNEL, "--size", "100003", "--json")
                .with("--workers", workers, "--chunk", chunk)
                .withTestKernels()
                .start();
    }

    private static void assertSameBits(double reference, GatunResult result) {
        assertEquals(0, result.exitCode(), result::toString);
        assertEquals(
                Double.doubleToRawLongBits(reference),
                Double.doubleToRawLongBits(result.json().number("result")),
                result::toString);
    }
}
