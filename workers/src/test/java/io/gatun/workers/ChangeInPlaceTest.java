package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.kill;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedArray;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that a job changes in place, whose workers end in the middle of a change, or whose file is cut off. */
@ExtendWith(SharedFolder.class)
@Timeout(120)
class ChangeInPlaceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aChangeInPlaceIsMadeOnceHoweverManyWorkersDieInIt(int workers) throws Exception {
        int n = 300_000;
        Random random = new Random(7);
        try (SharedArray y = temporary(n);
                WorkerPool pool = open(workers)) {
            for (int i = 0; i < n; i++) {
                y.setDouble(i, i);
            }
            Job add = job(TestKernels.AddOneSlowly.class).readWrite("y", y).retry(RetryPolicy.ofAttempts(255));
            int killed = 0;
            int rounds = 12;
            for (int round = 0; round < rounds; round++) {
                List<Long> pids = assertUsable(pool);
                JobHandle handle = pool.submit(add);
                long wait = random.nextInt(40_000_000);
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < wait) {
                    Thread.onSpinWait();
                }
                kill(pids.get(random.nextInt(pids.size())));
                killed += handle.get().failures().size();
            }
            assertTrue(killed > 0, "no kill hit a job");
            for (int i = 0; i < n; i++) {
                assertEquals(i + (double) rounds, y.getDouble(i), "element " + i);
            }
            y.unlink();
        }
    }

    @Test
    void anArrayBoundForReadingAndForWritingIsChangedInPlaceToo() throws Exception {
        try (SharedArray y = temporary(100);
                SharedArray gate = temporary(1);
                WorkerPool pool = open(1)) {
            y.setDouble(50, 5);
            List<Long> pids = assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.DoubleThenWait.class)
                    .read("x", y)
                    .write("y", y)
                    .read("gate", gate)
                    .elements(100)
                    .chunk(100));
            awaitUntil("it has changed the element", () -> get(y, 50) == 10);
            kill(pids.getFirst());
            set(gate, 0, 1);
            assertEquals(1, handle.get().failures().size());
            assertEquals(10, y.getDouble(50));
            y.unlink();
            gate.unlink();
        }
    }

    @Test
    void aChangeInPlaceThatCannotBeSavedEndsTheJobWithItsWorker() throws Exception {
        try (SharedArray y = temporary(7);
                SharedArray gate = temporary(1);
                WorkerPool pool = open(1)) {
            List<Long> pids = assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .readWrite("y", y)
                    .elements(1));
            awaitUntil("it runs", () -> get(y, 0) == 1);
            kill(pids.getFirst());
            var e = assertThrows(ExecutionException.class, handle::get);
            var died = assertInstanceOf(JobException.WorkerDied.class, e.getCause());
            assertTrue(died.getMessage().contains("cannot be restored"), died.getMessage());
            assertUsable(pool);
            y.unlink();
            gate.unlink();
        }
    }

    @Test
    void aFileThatIsCutOffUnderTheJobEndsItAndNoCoordinator() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(100_000);
                WorkerPool pool = open(2)) {
            assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .readWrite("y", y)
                    .elements(100_000)
                    .chunk(10_000));
            awaitUntil("it runs", () -> get(y, 0) == 1);
            try (FileChannel file = FileChannel.open(y.segment().path(), StandardOpenOption.WRITE)) {
                file.truncate(8192);
            }
            set(gate, 0, 1);
            var e = assertThrows(ExecutionException.class, handle::get);
            var cut = assertInstanceOf(SegmentException.Truncated.class, e.getCause());
            assertEquals(804_096, cut.bytesThen());
            assertEquals(8192, cut.bytesNow());
            assertUsable(pool);
            gate.unlink();
            y.unlink();
        }
    }
}
