package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.kill;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.WorkerPool;
import java.util.List;
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
}
