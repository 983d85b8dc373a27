package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.Await;
import io.gatun.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read out of {@code /proc}. */
@Timeout(120)
class ProcTest {
    @Test
    void availableMemoryIsLessThanAllThereIs() {
        long kilobytes =
                Long.parseLong(Program.output("sed", "-n", "s/^MemTotal: *\\([0-9]*\\) kB/\\1/p", "/proc/meminfo"));
        long available = Proc.availableMemoryBytes().orElseThrow();
        assertTrue(available > 0 && available < kilobytes * 1024, "available=" + available);
    }

    @Test
    void aLimitIsThatOfTheShellsThatThisProcessStarts() {
        assertEquals(Program.output("bash", "-c", "ulimit -n"), text(Proc.limit("Max open files")));
        assertEquals(Program.output("bash", "-c", "ulimit -u"), text(Proc.limit("Max processes")));
        assertEquals(OptionalLong.empty(), Proc.limit("Max nonsense"));
    }

    @Test
    void whatThisProcessHasIsPositiveAndLessThanItMay() {
        assertTrue(Proc.openDescriptors() > 2);
        assertTrue(Proc.openDescriptors() < Proc.limit("Max open files").orElseThrow());
        assertTrue(Proc.mappings() > 10);
        assertTrue(Proc.mappings() < Proc.maxMappings().orElseThrow());
        assertTrue(Proc.addressSpaceBytes().orElseThrow() > 1 << 28);
    }

    /** Its parent sleeps and never asks for its child's end. */
    @Test
    void aProcessThatHasEndedIsNoneThoughNobodyHasAskedForIt() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            Path stat = Path.of("/proc/" + child + "/stat");
            Await.until("it is a zombie", () -> {
                try {
                    return Files.readString(stat).contains(") Z ");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertEquals(Optional.empty(), Proc.identityOf(child));
            assertTrue(Proc.identityOf(parent.pid()).isPresent());
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    private static String text(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "unlimited";
    }
}
