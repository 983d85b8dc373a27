package io.gatun.workers;

import static io.gatun.workers.WorkerPoolTest.open;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.Segments;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedFolder.class)
@Timeout(120)
class WorkerFailureTest {
    @Test
    void anExceptionArrivesWithItsStackTraceAndItsCause() throws Exception {
        try (WorkerPool pool = open(2, TestKernels.Throwing.class)) {
            Job job =
                    Job.of(TestKernels.Throwing.class.getName()).elements(1000).chunk(100);
            var e = assertThrows(JobException.KernelFailed.class, () -> pool.run(job));
            assertTrue(e.getMessage().contains("in chunk 5 (elements 500 to 599)"), e.getMessage());
            assertTrue(e.getMessage().endsWith("java.lang.IllegalStateException: element 500"), e.getMessage());
            assertTrue(e.workerStackTrace().contains("TestKernels$Throwing.run(TestKernels.java:"));
            assertTrue(e.workerStackTrace().contains("Caused by: java.lang.ArithmeticException: the cause"));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,7,exit code 7", "1,137,exit code 137 (SIGKILL)", "2,1,exit code 1 (SIGSEGV)"})
    void withoutASecondAttemptAWorkerThatDiesEndsTheJobWithItsPidItsEndAndItsChunk(int how, int exitCode, String end)
            throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        WorkerCommand command = WorkerCommand.ofThisJvm()
                .allowing(TestKernels.Deadly.class.getName())
                .withFlags("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null");
        try (WorkerPool pool = WorkerPool.open(command, 1, said::add)) {
            Job job = Job.of(TestKernels.Deadly.class.getName())
                    .elements(1000)
                    .chunk(1000)
                    .retry(RetryPolicy.NONE)
                    .parameter("how", how);
            var e = assertThrows(JobException.WorkerDied.class, () -> pool.run(job));
            assertEquals(exitCode, e.exitCode(), e.getMessage());
            String expected = "worker 0 (pid " + e.pid() + ") ended with " + end + " in elements 0 to 999";
            assertTrue(e.getMessage().startsWith(expected), e.getMessage());
            assertTrue(said.contains("[worker 0] printed by the kernel"), said::toString);
            assertEquals(how == 2, said.stream().anyMatch(line -> line.contains("SIGSEGV")), said::toString);
        }
    }

    /** Nothing says how often a chunk was tried if none was ever begun. */
    @Test
    void aKernelThatEndsEachWorkerAsItIsMadeEndsTheJob() throws Exception {
        try (WorkerPool pool = TestPool.open(2)) {
            var e = assertThrows(
                    JobException.WorkerDied.class,
                    () -> pool.run(TestPool.job(TestKernels.Stillborn.class).elements(10)));
            assertEquals(7, e.exitCode());
            assertTrue(e.getMessage().contains("before it had a chunk, as did the 9 in its place"), e.getMessage());
            TestPool.assertUsable(pool);
        }
    }

    @Test
    void aJvmThatDoesNotStartIsReportedWithWhatItSaid() throws Exception {
        WorkerCommand command = WorkerCommand.ofThisJvm().withFlags("-XX:NoSuchFlag");
        try (WorkerPool pool = WorkerPool.open(command, 1, line -> {})) {
            var e = assertThrows(
                    JobException.WorkerDied.class,
                    () -> pool.run(Job.of("sin2cos2").elements(10)));
            assertEquals(1, e.exitCode());
            assertTrue(e.getMessage().contains("before it had a chunk; it last said: "), e.getMessage());
            assertTrue(e.getMessage().contains("NoSuchFlag"), e.getMessage());
        }
    }

    @Test
    void aClassThatTheCommandLineDoesNotAllowIsNotLoaded() throws Exception {
        try (WorkerPool pool = WorkerPool.open(1)) {
            Job job = Job.of(TestKernels.Endless.class.getName()).elements(10);
            var e = assertThrows(JobException.KernelFailed.class, () -> pool.run(job));
            assertTrue(e.getMessage().contains("is neither built in nor allowed by the command line"), e.getMessage());
        }
    }

    @Test
    void aMissingPartialAMissingArrayAndAForbiddenStoreAreReported() throws Exception {
        try (SharedArray x = temporary(100)) {
            assertFails(TestKernels.Forgetful.class, job -> job.elements(10).reduce(Reduction.SUM), "left no partial");
            assertFails(TestKernels.NonZero.class, job -> job.elements(10), "needs the array x; the job binds []");
            assertFails(TestKernels.NonZero.class, job -> job.write("x", x), "binds the array x for writing only");
            assertFails(TestKernels.Trespassing.class, job -> job.read("x", x), "read-only");
            assertFails(TestKernels.Scale.class, job -> job.read("x", x).write("y", x), "needs the parameter a");
            x.unlink();
        }
    }

    @Test
    void aControlSegmentRemovedBeforeTheWorkersFoundItEndsTheJob() throws Exception {
        String script = "exec sleep 60"; // a worker that takes very long to come up
        WorkerCommand slow = new WorkerCommand(Path.of("/bin/sh"), List.of("-c", script), "", "", List.of(), false);
        try (WorkerPool pool = WorkerPool.open(slow, 1, line -> {})) {
            Job job = Job.of("sin2cos2").elements(10);
            assertThrows(
                    JobException.ControlSegmentRemoved.class,
                    () -> pool.run(job, progress -> Segments.list().forEach(s -> Segments.unlink(s.name()))));
        }
    }

    @Test
    void anInterruptEndsTheJobAndItsWorkers() throws Exception {
        try (WorkerPool pool = open(2, TestKernels.Endless.class)) {
            AtomicReference<Object> outcome = new AtomicReference<>("none");
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    pool.run(Job.of(TestKernels.Endless.class.getName()).elements(10), progress -> {
                        Thread.currentThread().interrupt();
                    });
                } catch (InterruptedException | RuntimeException e) {
                    outcome.set(e);
                }
            });
            caller.join();
            assertEquals(InterruptedException.class, outcome.get().getClass());
        }
    }

    private static void assertFails(Class<?> kernel, java.util.function.UnaryOperator<Job> job, String expectedMessage)
            throws Exception {
        try (WorkerPool pool = open(1, kernel)) {
            Job whole = job.apply(Job.of(kernel.getName()));
            var e = assertThrows(JobException.KernelFailed.class, () -> pool.run(whole));
            assertTrue(e.getMessage().contains(expectedMessage), e.getMessage());
        }
    }
}
