package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shell's limits: one line that says what is needed and what there is, before anything is begun. */
class LimitIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @ParameterizedTest(name = "ulimit {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -f 100     |                  | needs 790,528 bytes, a file of this process may have 102,400 (ulimit -f 100): raise that, or make it smaller
            -f 4000    |                  | needs 8,004,096 bytes, a file of this process may have 4,096,000 (ulimit -f 4000): raise that, or make it smaller
            -n 30      |                  | (ulimit -n): raise that limit, or use fewer --workers
            -n 90      | --workers 60     | 60 workers need 160 open files more
            -v 5000000 | --size 900000000 | bytes of address space more
            """)
    void isToldBeforeAnythingIsBegun(String limit, String arguments, String message) {
        GatunCommand command = FOLDER.gatun("run", "sin2cos2");
        if (arguments != null) {
            command = command.with(arguments.split(" ")).with("--chunk", "1024");
        }
        command.under(limited(limit)).assertRefused(message);
    }

    @Test
    void threadsAreCountedForUsersThatHaveALimit() {
        Skip.unless("root".equals(System.getProperty("user.name")), "only root becomes another user");
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c");
        List<String> words = new java.util.ArrayList<>(asNobody);
        words.addAll(List.of("ulimit -u 40; exec \"$@\"", "bash"));
        Skip.unless(FOLDER.gatun("--version").under(words).run().exitCode() == 0, "nobody cannot run this JDK here");
        FOLDER.gatun("run", "sin2cos2")
                .under(words)
                .assertRefused(" (ulimit -u): raise that limit, or use fewer --workers");
    }

    @Test
    void asMuchAsIsNeededIsEnough() {
        assertEquals(
                0, FOLDER.gatun("run", "sin2cos2").under(limited("-n 80")).run().exitCode());
    }

    private static List<String> limited(String limit) {
        return List.of("bash", "-c", "ulimit " + limit + "; exec \"$@\"", "bash");
    }
}
