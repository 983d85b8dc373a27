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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.RetryPolicy;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerFailure;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that end in the middle of a job, which goes on without them. */
@ExtendWith(SharedFolder.class)
@Timeout(120)
class WorkerDeathTest {
    @ParameterizedTest
    @EnumSource(Schedule.class)
    void theJobOfAWorkerKilledAtWorkIsFinishedByOthers(Schedule schedule) throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(2);
                WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .write("y", y)
                    .elements(2)
                    .chunk(1)
                    .schedule(schedule));
            awaitUntil("both are at work", () -> get(y, 0) == 1 && get(y, 1) == 1);
            kill(pids.getFirst());
            set(gate, 0, 1);
            JobReport report = handle.get();
            assertEquals(2, get(y, 0));
            assertEquals(2, get(y, 1));
            WorkerFailure failure = report.failures().getFirst();
            assertEquals(pids.getFirst(), failure.pid());
            assertEquals("ended with exit code 137 (SIGKILL)", failure.reason());
            assertEquals(
                    1,
                    failure.elements().orElseThrow().end()
                            - failure.elements().orElseThrow().begin());
            assertEquals(1, failure.attempt());
            assertTrue(failure.givenBackNanos() > failure.noticedNanos());
            assertEquals(1, report.failures().size());
            assertEquals(2, elements(report));
            assertUsable(pool);
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    void aDeathIsNoticedThoughTheCommonPoolIsBusy() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (WorkerPool pool = open(1);
                SharedArray gate = temporary(1);
                SharedArray y = temporary(1)) {
            List<Long> pids = assertUsable(pool);
            for (int thread = 0; thread < 64; thread++) {
                ForkJoinPool.commonPool().execute(() -> awaitQuietly(enough));
            }
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .write("y", y)
                    .elements(1));
            awaitUntil("it runs", () -> get(y, 0) == 1);
            ProcessHandle.of(pids.getFirst()).orElseThrow().destroyForcibly();
            set(gate, 0, 1);
            assertEquals(1, handle.get(30, TimeUnit.SECONDS).failures().size());
            gate.unlink();
            y.unlink();
        } finally {
            enough.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void workersThatAreKilledBeforeTheyHaveComeAreStartedAgain() throws Exception {
        try (WorkerPool pool = open(3)) {
            ProcessHandle.current().children().toList().forEach(ProcessHandle::destroyForcibly);
            assertUsable(pool);
        }
    }

    /** Three times in a row would be too often. */
    @Test
    void aWorkerThatComesInBetweenMayBeKilledBeforeItHasComeAsOftenAsOneLikes() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(1);
                WorkerPool pool = open(1)) {
            assertUsable(pool);
            JobHandle handle = pool.submit(job(TestKernels.Gated.class)
                    .read("gate", gate)
                    .write("y", y)
                    .elements(1)
                    .retry(RetryPolicy.ofAttempts(100)));
            int rounds = 4;
            for (int round = 0; round < rounds; round++) {
                awaitUntil("it is at work", () -> get(y, 0) == 1 || handle.isDone());
                assertFalse(handle.isDone(), () -> "" + handle.exceptionNow());
                set(y, 0, 0); // it writes there no more
                kill(onlyChild());
                awaitUntil(
                        "another is started",
                        () -> ProcessHandle.current().children().findAny().isPresent());
                kill(onlyChild());
            }
            set(gate, 0, 1);
            int failures = handle.get().failures().size();
            assertTrue( // one that is killed before it was a worker at all is none
                    rounds <= failures && failures <= 2 * rounds, () -> failures + " failures");
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    void whoDiesWhileTheOthersAreWaitedForIsNoticedAfterwards() throws Exception {
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
            TestPool.pause(100);
            long killedNanos = System.nanoTime();
            kill(pids.getLast());
            set(gate, 0, 1);
            WorkerFailure last = handle.get().failures().stream()
                    .filter(failure -> failure.pid() == pids.getLast())
                    .findFirst()
                    .orElseThrow();
            assertTrue(last.noticedNanos() > killedNanos, last::toString);
            assertTrue(last.givenBackNanos() > last.noticedNanos(), last::toString);
            gate.unlink();
            y.unlink();
        }
    }

    private static long onlyChild() {
        return ProcessHandle.current().children().findFirst().orElseThrow().pid();
    }

    private static long elements(JobReport report) {
        return report.perWorker().stream().mapToLong(WorkerReport::elements).sum();
    }
}
