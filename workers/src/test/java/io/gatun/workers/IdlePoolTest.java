package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pause;
import static io.gatun.workers.WorkerPoolTest.temporary;

import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An idle pool comes to take no processor time, by the kernel's own count in ticks of a hundredth of a second: for how long
 * compilers finish and workers link their calls depends on the machine. The bound leaves room for what a JVM does by itself; a
 * loop that polls every millisecond is far beyond, for ever.
 */
@ExtendWith(SharedFolder.class)
@Timeout(120)
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
            List<Path> tasks = new ArrayList<>(List.of(threadNamed("gatun-pool")));
            pids.forEach(pid -> tasks.add(Path.of("/proc/" + pid)));
            awaitUntil("all are idle for two seconds", () -> mostTicksInTwoSeconds(tasks) <= MOST_TICKS);
        }
    }

    private static long mostTicksInTwoSeconds(List<Path> tasks) {
        long[] before = tasks.stream().mapToLong(IdlePoolTest::ticks).toArray();
        pause(2000);
        return IntStream.range(0, before.length)
                .mapToLong(task -> ticks(tasks.get(task)) - before[task])
                .max()
                .orElseThrow();
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
