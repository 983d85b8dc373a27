package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.ElementRange;
import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobReport;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerFailure;
import io.gatun.job.WorkerPool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that end every worker that tries them. */
@ExtendWith(SharedFolder.class)
@Timeout(120)
class FailingChunkTest {
    @Test
    void aChunkThatEndsEachWorkerEndsTheJobAndSaysHow(@TempDir Path folder) throws Exception {
        WorkerCommand command = WorkerCommand.ofThisJvm()
                .allowing(TestKernels.CrashesAt.class.getName())
                .allowing(TestKernels.Counting.class.getName())
                .withFlags("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder + "/hs_err_%p.log");
        try (WorkerPool pool = WorkerPool.open(command, 2, line -> {})) {
            Job job = job(TestKernels.CrashesAt.class)
                    .parameter("at", 4321)
                    .elements(10_000)
                    .chunk(100);
            var e = assertThrows(JobException.ChunkFailed.class, () -> pool.run(job));
            assertEquals(new ElementRange(4300, 4400), e.elements());
            assertEquals(3, e.attempts().size());
            for (WorkerFailure attempt : e.attempts()) {
                assertTrue(attempt.reason().contains("SIGSEGV"), attempt.reason());
                assertTrue(Files.size(attempt.errorFile().orElseThrow()) > 0);
                assertTrue(e.getMessage().contains("pid " + attempt.pid()), e.getMessage());
                assertTrue(e.getMessage().contains(attempt.errorFile().get().toString()), e.getMessage());
            }
            assertTrue(e.getMessage().contains("failed 3 times in elements 4300 to 4399"), e.getMessage());
            assertEquals(54_321, pool.run(TestPool.counting(54_321)).result());

            var smallest = assertThrows(
                    JobException.ChunkFailed.class,
                    () -> pool.run(job.retry(RetryPolicy.ofAttempts(2).bisecting())));
            assertEquals(new ElementRange(4321, 4322), smallest.elements());
            assertEquals(2, smallest.attempts().size());
            assertTrue(smallest.getMessage().contains("each time in element 4321"), smallest.getMessage());

            JobReport rest = pool.run(job.reduce(Reduction.COUNT)
                    .retry(RetryPolicy.ofAttempts(2).finishingOthers().bisecting()));
            ElementRange missing = rest.missing().getFirst();
            assertEquals(1, rest.missing().size());
            assertTrue(missing.begin() <= 4321 && 4321 < missing.end());
            assertEquals(10_000 - (missing.end() - missing.begin()), rest.result());
            assertEquals(2, rest.failures().size());
        }
    }

    @Test
    void aHeapThatIsExhaustedEndsItsWorkerAndTheChunkIsTriedAgain() throws Exception {
        try (WorkerPool pool = open(1)) {
            var e = assertThrows(
                    JobException.ChunkFailed.class,
                    () -> pool.run(job(TestKernels.Hoarding.class).elements(10)));
            assertEquals(3, e.attempts().size());
            assertTrue(e.getMessage().contains("java.lang.OutOfMemoryError"), e.getMessage());
            assertUsable(pool);
        }
    }
}
