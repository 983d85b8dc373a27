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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.ElementRange;
import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerFailure;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedArray;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void workersThatAreKilledBeforeTheyHaveComeAreStartedAgain() throws Exception {
        try (WorkerPool pool = open(3)) {
            ProcessHandle.current().children().toList().forEach(ProcessHandle::destroyForcibly);
            assertUsable(pool);
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
