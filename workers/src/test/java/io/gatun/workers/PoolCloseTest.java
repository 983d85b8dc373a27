package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.isAlive;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.JobHandle;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a pool, and of a program that forgets it. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class PoolCloseTest {
    @Test
    void theJobsThatWaitAreDoneFirstThenAllProcessesEnd() throws Exception {
        WorkerPool pool = open(2);
        List<Long> pids = assertUsable(pool);
        List<JobHandle> handles = new ArrayList<>();
        for (int elements = 1; elements <= 100; elements++) {
            handles.add(pool.submit(counting(elements)));
        }
        pool.close();
        for (JobHandle handle : handles) {
            assertEquals(handle.job().elements(), handle.getNow(null).result());
        }
        pids.forEach(pid -> assertFalse(isAlive(pid)));
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.submit(counting(1)));
        assertThrows(IllegalStateException.class, () -> pool.run(counting(1)));
        assertThrows(IllegalStateException.class, () -> pool.resize(1));
        assertEquals(List.of(), Segments.list());
    }

    /** A job that was queued and is taken back leaves nothing to wait for. */
    @Test
    void itReturnsThoughTheLastJobThatWaitedIsInterruptedMeanwhile() throws Exception {
        for (int round = 0; round < 100; round++) {
            WorkerPool pool = open(1);
            CyclicBarrier go = new CyclicBarrier(2);
            Thread runner = Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                    Thread.currentThread().interrupt();
                    pool.run(counting(1));
                } catch (InterruptedException | BrokenBarrierException | IllegalStateException e) {
                    // as expected: interrupted, or too late
                }
            });
            go.await();
            long deadline = System.nanoTime() + round % 60 * 5_000L;
            while (System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            pool.close();
            runner.join();
        }
    }

    @Test
    void whoeverClosesItReturnsWhenItsProcessesHaveEnded() throws Exception {
        for (int round = 0; round < 5; round++) {
            WorkerPool pool = open(1);
            JobHandle last = pool.submit(counting(1_000_000));
            long pid = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains("WorkerMain"))
                    .findFirst()
                    .orElseThrow()
                    .pid();
            try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
                List<Future<?>> closers = new ArrayList<>();
                for (int closer = 0; closer < 6; closer++) {
                    closers.add(threads.submit(() -> {
                        pool.close();
                        assertFalse(isAlive(pid));
                        assertEquals(List.of(), Segments.list());
                    }));
                }
                for (Future<?> closer : closers) {
                    closer.get();
                }
            }
            assertEquals(1_000_000, last.get().result());
        }
    }

    @Test
    void anInterruptMakesItGiveUpTheJobsItHas() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(1)) {
            WorkerPool pool = open(1);
            List<Long> pids = assertUsable(pool);
            JobHandle running =
                    pool.submit(job(TestKernels.Gated.class).read("gate", gate).write("y", y));
            JobHandle waiting =
                    pool.submit(job(TestKernels.Fill.class).write("y", y).parameter("value", 9));
            awaitUntil("the first runs", () -> get(y, 0) == 1);
            AtomicBoolean stillInterrupted = new AtomicBoolean();
            Thread closing = Thread.ofPlatform().start(() -> {
                pool.close();
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
            awaitUntil("it waits", () -> closing.getState() == Thread.State.WAITING);
            assertFalse(running.isDone() || waiting.isDone());
            closing.interrupt();
            closing.join();
            assertTrue(stillInterrupted.get());
            assertTrue(running.isCancelled() && waiting.isCancelled());
            assertFalse(isAlive(pids.getFirst()));
            assertEquals(1, get(y, 0));
            set(gate, 0, 1);
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    void aProgramThatEndsWithoutClosingItLeavesNoWorker() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-D" + SegmentName.FOLDER_PROPERTY + "=" + SegmentName.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Forgetful.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Long> pids = Stream.of(program.inputReader().readLine().split(" ", -1))
                .map(Long::valueOf)
                .toList();
        assertEquals(2, pids.size());
        program.waitFor();
        for (long pid : pids) {
            awaitUntil("worker " + pid + " has ended", () -> !isAlive(pid));
        }
        Segments.orphans().forEach(orphan -> Segments.unlink(orphan.name()));
        assertEquals(List.of(), Segments.list());
    }

    /** Opens a pool, submits, and falls off the end of main; no thread of the pool keeps it alive. */
    static final class Forgetful {
        private Forgetful() {}

        public static void main(String[] arguments) throws Exception {
            WorkerPool pool = open(2);
            List<Long> pids = TestPool.pids(pool.submit(counting(1000)).get());
            System.out.println(pids.getFirst() + " " + pids.getLast());
        }
    }
}
