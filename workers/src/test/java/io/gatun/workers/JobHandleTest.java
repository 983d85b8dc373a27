package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.marks;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pids;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.Progress;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a submitted job tells, how it is given up, and what follows it. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class JobHandleTest {
    private WorkerPool pool;
    private List<Long> pids;
    private SharedArray y;
    private SharedArray gate;

    @BeforeEach
    void openPool() throws InterruptedException {
        pool = open(2);
        pids = assertUsable(pool);
        y = temporary(20_000);
        gate = temporary(1);
    }

    @AfterEach
    void closePool() {
        TestPool.killWorkersSoon();
        set(gate, 0, 1);
        pool.close();
        for (SharedArray array : List.of(y, gate)) {
            array.unlink();
            array.close();
        }
    }

    @Test
    void progressGrowsToAllElementsAndNeverBeyond() throws Exception {
        JobHandle handle = pool.submit(slow().elements(400));
        long last = 0;
        boolean inBetween = false;
        while (!handle.isDone()) {
            Progress progress = handle.progress();
            assertEquals(400, progress.elements());
            assertTrue(last <= progress.elementsDone() && progress.elementsDone() <= 400, progress::toString);
            last = progress.elementsDone();
            inBetween |= last > 0 && last < 400;
            Thread.onSpinWait();
        }
        assertTrue(inBetween, "no progress was seen before the end");
        assertEquals(400, handle.progress().elementsDone());
        assertTrue(handle.progress().elapsedNanos() > 0);
        assertEquals(400, handle.get().elements());
    }

    @Test
    void aQueuedJobHasNoProgressAndRunsWhenItsTurnComes() {
        JobHandle first = pool.submit(gated());
        JobHandle second = pool.submit(counting(77));
        awaitUntil("the first runs", () -> get(y, 0) == 1);
        assertFalse(second.isDone());
        assertEquals(new Progress(0, 77, 0), second.progress());
        assertFalse(first.isDone());
        set(gate, 0, 1);
        assertEquals(77, second.join().result());
        assertTrue(first.isDone());
        assertEquals(2, get(y, 0));
    }

    @Test
    void aQueuedJobThatIsCancelledNeverRuns() throws Exception {
        try (SharedArray untouched = temporary(1000)) {
            JobHandle first = pool.submit(gated());
            JobHandle second = pool.submit(
                    job(TestKernels.Fill.class).write("y", untouched).parameter("value", 5));
            JobHandle third = pool.submit(counting(5));
            assertTrue(second.cancel(false));
            assertTrue(second.isCancelled());
            set(gate, 0, 1);
            first.get();
            assertEquals(5, third.get().result());
            assertThrows(CancellationException.class, second::join);
            assertEquals(pids, assertUsable(pool));
            assertEquals(0, marks(untouched));
            untouched.unlink();
        }
    }

    @Test
    void workersLeaveARunningJobThatIsCancelledAndServeTheNext() throws Exception {
        TestPool.giveWorkersTime();
        JobHandle handle = pool.submit(slow());
        awaitUntil("it runs", () -> marks(y) > 10);
        assertTrue(handle.cancel(true));
        assertTrue(handle.isDone());
        assertEquals(pids, assertUsable(pool)); // the pool comes to this when all have left the other
        long marks = marks(y);
        assertTrue(marks < y.size(), () -> marks + " elements were done all the same");
        assertEquals(pids, assertUsable(pool));
        assertEquals(marks, marks(y), "somebody still writes");
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // orTimeout returns the handle itself
    void aTimeoutIsADeadlineForAJobThatRunsAndForOneThatWaits() throws Exception {
        TestPool.giveWorkersTime();
        JobHandle running = pool.submit(slow());
        JobHandle waiting =
                pool.submit(job(TestKernels.Fill.class).write("y", gate).parameter("value", 9));
        assertSame(waiting, waiting.orTimeout(1, TimeUnit.MILLISECONDS));
        assertSame(running, running.orTimeout(50, TimeUnit.MILLISECONDS));
        for (JobHandle handle : List.of(running, waiting)) {
            var e = assertThrows(ExecutionException.class, handle::get);
            assertInstanceOf(TimeoutException.class, e.getCause());
        }
        assertEquals(pids, assertUsable(pool));
        assertTrue(marks(y) < y.size());
        assertEquals(0, get(gate, 0));
    }

    @Test
    void aKernelThatNeverReturnsIsKilledWithItsProcessAndTheNextJobGetsOthers() throws Exception {
        JobHandle handle = pool.submit(gated());
        awaitUntil("it runs", () -> get(y, 0) == 1);
        handle.cancel(true);
        List<Long> others = assertUsable(pool);
        assertTrue(Collections.disjoint(pids, others), () -> pids + " and " + others);
        for (long pid : pids) {
            assertFalse(TestPool.isAlive(pid));
        }
        set(gate, 0, 1);
        assertEquals(others, assertUsable(pool));
        assertEquals(1, get(y, 0), "a dead worker's job has gone on");
    }

    @Test
    void aKernelThatReturnsWithinTheTimeAskedForIsNotKilled() throws Exception {
        TestPool.giveWorkersTime();
        JobHandle handle = pool.submit(gated());
        awaitUntil("it runs", () -> get(y, 0) == 1);
        handle.cancel(true);
        TestPool.pause(3 * WorkerPool.GRACE_MILLIS);
        set(gate, 0, 1);
        assertEquals(pids, assertUsable(pool));
        assertEquals(2, get(y, 0));
    }

    @Test
    void jobsGivenUpAtAnyMomentLeaveThePoolInOrder() throws Exception {
        for (int round = 0; round < 300; round++) {
            JobHandle handle = pool.submit(counting(1 + round * 100));
            long deadline = System.nanoTime() + round * 1000L;
            while (System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            if (!handle.cancel(true)) {
                assertEquals(1 + round * 100, handle.get().result());
            }
            assertEquals(round + 1, pool.run(counting(round + 1)).result());
        }
    }

    @Test
    void whatDependsOnAJobMaySubmitTheNextAndGetsReports() throws Exception {
        CompletableFuture<JobReport> chain = pool.submit(counting(1));
        for (int next = 2; next <= 50; next++) {
            int elements = next;
            chain = chain.thenCompose(report -> {
                assertEquals(elements - 1, report.result());
                return pool.submit(counting(elements));
            });
        }
        assertEquals("50.0", chain.thenApply(report -> "" + report.result()).get());
    }

    @Test
    void whatDependsOnAJobMayRunAnother() throws Exception {
        CompletableFuture<List<Long>> other = pool.submit(gated()).thenApply(report -> {
            try {
                return pids(pool.run(counting(3)));
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        set(gate, 0, 1);
        assertEquals(pids, other.get());
    }

    @Test
    void aFailedJobCompletesItsHandleExceptionallyAndThoseBehindItRun() throws Exception {
        JobHandle failing =
                pool.submit(job(TestKernels.Throwing.class).elements(1000).chunk(10));
        JobHandle next = pool.submit(counting(8));
        var e = assertThrows(ExecutionException.class, failing::get);
        assertInstanceOf(JobException.KernelFailed.class, e.getCause());
        assertEquals(8, next.get().result());
        assertEquals(pids, assertUsable(pool));
    }

    @Test
    void givingUpWhatDependsOnAJobDoesNotGiveUpTheJob() throws Exception {
        JobHandle handle = pool.submit(gated());
        CompletableFuture<Double> dependent = handle.thenApply(JobReport::result);
        assertTrue(dependent.cancel(true));
        set(gate, 0, 1);
        assertEquals(1, handle.get().elements());
    }

    /** Ten seconds of work for two workers, which leave it within a few milliseconds. */
    private Job slow() {
        return job(TestKernels.Slow.class).write("y", y).chunk(1);
    }

    /** Runs in one worker until the gate is opened. */
    private Job gated() {
        return job(TestKernels.Gated.class).read("gate", gate).write("y", y).elements(1);
    }
}
