package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that live and do not get on: stopped, in a loop, or in a job that takes too long. */
@ExtendWith(SharedFolder.class)
@Timeout(120)
class HungWorkerTest {
    @Test
    void aStoppedWorkerAndOneInAnEndlessChunkAreKilledAndTheirChunksDone() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(2);
                WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .write("y", y)
                    .elements(2)
                    .chunk(1)
                    .chunkLimit(Duration.ofMillis(300))
                    .retry(RetryPolicy.ofAttempts(100)));
            awaitUntil("both are at work", () -> get(y, 0) == 1 && get(y, 1) == 1);
            TestPool.signal("STOP", pids.getFirst());
            awaitUntil("the stopped one is killed", () -> !TestPool.isAlive(pids.getFirst()));
            set(gate, 0, 1);
            JobReport report = handle.get();
            assertTrue(
                    report.failures().stream()
                            .anyMatch(failure -> failure.pid() == pids.getFirst()
                                    && failure.reason().equals("took longer than 0.3 s and was killed")),
                    () -> "" + report.failures());
            assertEquals(2, get(y, 0));
            assertEquals(2, get(y, 1));
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    void workersThatWereStoppedBeforeTheyHadAnythingToDoAreKilledToo() throws Exception {
        try (WorkerPool pool = open(1)) {
            Job job = TestPool.counting(1000).chunkLimit(Duration.ofMillis(300));
            long comingUp =
                    ProcessHandle.current().children().findFirst().orElseThrow().pid();
            TestPool.signal("STOP", comingUp);
            assertEquals(comingUp, pool.run(job).failures().getFirst().pid());
            long asleep = assertUsable(pool).getFirst();
            TestPool.pause(200);
            TestPool.signal("STOP", asleep);
            assertEquals(asleep, pool.run(job).failures().getFirst().pid());
        }
    }

    @Test
    void aKernelThatLooksWhetherItIsCancelledKeepsItsProcess() throws Exception {
        try (SharedArray y = temporary(1);
                WorkerPool pool = open(1)) {
            List<Long> pids = assertUsable(pool);
            Job job = job(TestKernels.Patient.class)
                    .readWrite("y", y)
                    .chunkLimit(Duration.ofMillis(100))
                    .retry(RetryPolicy.ofAttempts(2));
            TestPool.giveWorkersTime();
            try {
                var e = assertThrows(JobException.ChunkFailed.class, () -> pool.run(job));
                assertTrue(e.getMessage().contains("took longer than 0.1 s and left the chunk"), e.getMessage());
            } finally {
                TestPool.killWorkersSoon();
            }
            assertEquals(0, y.getDouble(0), "what it had changed was put back");
            assertEquals(pids, assertUsable(pool));
            y.unlink();
        }
    }

    @Test
    void aJobThatTakesLongerThanItsLimitEnds() throws Exception {
        try (SharedArray y = temporary(20_000);
                WorkerPool pool = open(2)) {
            assertUsable(pool);
            Job job = job(TestKernels.Slow.class).write("y", y).chunk(1).limit(Duration.ofMillis(200));
            var e = assertThrows(JobException.TimedOut.class, () -> pool.run(job));
            assertTrue(e.getMessage().contains("longer than its limit of 0.2 s"), e.getMessage());
            assertUsable(pool);
            y.unlink();
        }
    }
}
