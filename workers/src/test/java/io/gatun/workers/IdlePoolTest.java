package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pause;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An idle pool takes no processor time, by the kernel's own count in ticks of a hundredth of a second. The bound leaves room
 * for what a JVM does by itself and for workers that let go of their arrays; a loop that polls every millisecond is far beyond.
 */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class IdlePoolTest {
    private static final int MOST_TICKS = 2;

    @Test
    void neitherWorkersNorTheThreadThatServesJobsTakeAny() throws Exception {
        try (SharedArray y = temporary(1000);
                WorkerPool pool = open(3)) {
            List<Long> pids = assertUsable(pool);
            pool.submit(counting(100)).get();
            pool.run(job(TestKernels.Fill.class).write("y", y).parameter("value", 1));
            y.unlink();
            pause(700); // compilers finish, workers link their calls
            Path dispatcher = threadNamed("gatun-pool");
            long[] before = pids.stream()
                    .mapToLong(pid -> ticks(Path.of("/proc/" + pid)))
                    .toArray();
            long dispatcherBefore = ticks(dispatcher);
            pause(2000);
            for (int worker = 0; worker < pids.size(); worker++) {
                long spent = ticks(Path.of("/proc/" + pids.get(worker))) - before[worker];
                assertTrue(spent <= MOST_TICKS, "worker " + worker + " took " + spent + " ticks in two idle seconds");
            }
            assertTrue(ticks(dispatcher) - dispatcherBefore <= MOST_TICKS);
        }
    }

    private static Path threadNamed(String name) throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
                    return thread;
                }
            }
        }
        throw new AssertionError("no thread is named " + name);
    }

    /** The user and system time of a process or thread: the 14th and 15th field of its stat. */
    private static long ticks(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
