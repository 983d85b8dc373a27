package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.kill;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pause;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool after something went wrong: who serves its next job. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class WorkerReplacementTest {
    @Test
    void theSameProcessesServeTheNextJobAfterAnException() throws Exception {
        try (WorkerPool pool = open(3)) {
            List<Long> pids = assertUsable(pool);
            Job job = job(TestKernels.Throwing.class).elements(1000).chunk(10);
            for (int round = 0; round < 50; round++) {
                assertThrows(JobException.KernelFailed.class, () -> pool.run(job));
                assertEquals(pids, assertUsable(pool));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 400})
    void aWorkerKilledWhileIdleOrAsleepIsReplacedForTheNextJob(long idleMillis) throws Exception {
        try (WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            pause(idleMillis);
            kill(pids.getLast());
            pause(idleMillis);
            List<Long> after = assertUsable(pool);
            assertEquals(pids.getFirst(), after.getFirst());
            assertNotEquals(pids.getLast(), after.getLast());
            kill(after.getFirst());
            kill(after.getLast());
            assertUsable(pool);
        }
    }

    @Test
    void aWorkerKilledAtWorkEndsItsJobAndTheNextIsRight() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(2);
                WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .write("y", y)
                    .elements(2)
                    .chunk(1));
            awaitUntil("both are at work", () -> get(y, 0) == 1 && get(y, 1) == 1);
            kill(pids.getFirst());
            var e = assertThrows(ExecutionException.class, handle::get);
            var died = assertInstanceOf(JobException.WorkerDied.class, e.getCause());
            assertEquals(pids.getFirst(), died.pid());
            assertTrue(died.getMessage().contains("in chunk "), died.getMessage());
            assertUsable(pool);
            gate.unlink();
            y.unlink();
        }
    }
}
