package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what the kernel tells of the thread under {@code /proc}; always in a thread of its own, which stays pinned. */
@Timeout(60)
class SchedTest {
    @Test
    void theAffinityIsWhatTheKernelTells() throws Exception {
        BitSet mine = inAThread(Sched::affinity);
        assertEquals(inAThread(SchedTest::allowed), mine);
        assertTrue(mine.cardinality() >= Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aPinnedThreadAndThoseItStartsMayRunOnThatProcessorAlone() throws Exception {
        for (int processor : Sched.affinity().stream().toArray()) {
            BitSet only = new BitSet();
            only.set(processor);
            inAThread(() -> {
                Sched.pin(processor);
                assertEquals(only, allowed());
                assertEquals(only, Sched.affinity());
                assertEquals(only, inAThread(SchedTest::allowed));
                return only;
            });
        }
        assertEquals(inAThread(SchedTest::allowed), Sched.affinity(), "other threads stay where they were");
    }

    @Test
    void aProcessorThatThereIsNotIsRefusedByTheKernel() throws Exception {
        inAThread(() -> {
            var e = assertThrows(SystemCallException.class, () -> Sched.pin(8191));
            assertTrue(e.is(Errno.EINVAL), e.getMessage());
            assertEquals(Sched.affinity(), allowed());
            return e;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -64, Integer.MIN_VALUE, 8192, Integer.MAX_VALUE})
    void aNumberThatNoProcessorCanHaveIsRefusedToo(int processor) throws Exception {
        inAThread(() -> assertThrows(IllegalArgumentException.class, () -> Sched.pin(processor)));
    }

    /** What {@code Cpus_allowed_list: 0-3,8} of the calling thread says. */
    private static BitSet allowed() throws IOException {
        BitSet processors = new BitSet();
        String list = Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("Cpus_allowed_list:\\s+", "");
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            processors.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return processors;
    }

    private static <T> T inAThread(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }
}
