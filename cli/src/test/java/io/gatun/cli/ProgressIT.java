package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The progress bar, on terminals that script(1) makes. */
class ProgressIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @BeforeAll
    static void assumeScript() {
        Skip.unless(Files.isExecutable(SCRIPT), "there is no " + SCRIPT + " to make a terminal");
    }

    @Test
    void isDrawnWhereStandardErrorIsATerminalAndCountsSingleElements() {
        GatunResult result = runOnTerminal("</dev/null >/dev/null");
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().contains("example.Lasts"), result::toString);
        assertTrue(result.out().contains(" 0/40 "), result::toString);
    }

    @Test
    void isNotDrawnWhereOnlyTheOthersAreATerminal() throws IOException {
        GatunResult result = runOnTerminal("2>err.txt");
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().contains("40 in 1 chunk of 40"), result::toString);
        assertEquals("", Files.readString(disk.resolve("err.txt")));
    }

    /** What the terminal shows is standard output then. The words go through a shell, which is to leave the class path as it is. */
    private GatunResult runOnTerminal(String redirections) {
        return FOLDER.gatun("run", "example.Lasts", "--param", "seconds=2", "--size", "40", "--chunk", "40")
                .withTestKernels()
                .in(disk)
                .under(List.of(
                        "sh", "-c", "exec " + SCRIPT + " -qec \"set -f; $* " + redirections + "\" /dev/null", "sh"))
                .run();
    }
}
