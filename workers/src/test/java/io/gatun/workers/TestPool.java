package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Pools whose workers know all test kernels, and what tests ask of them and of their processes. */
final class TestPool {
    private static final long WATCHDOG_SECONDS = 60;
    private static final VarHandle DOUBLE = JAVA_DOUBLE.varHandle();

    private TestPool() {}

    static WorkerPool open(int workers) {
        WorkerCommand command = WorkerCommand.ofThisJvm();
        for (Class<?> kernel : TestKernels.class.getDeclaredClasses()) {
            command = command.allowing(kernel.getName());
        }
        return WorkerPool.open(command, workers, System.err::println);
    }

    /**
     * From now on workers that are still at a job which was given up are not killed, however slow the machine is: for tests in
     * which they leave by themselves. Until {@link #killWorkersSoon}.
     */
    static void giveWorkersTime() {
        System.setProperty(WorkerPool.GRACE_PROPERTY, Long.toString(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS)));
    }

    static void killWorkersSoon() {
        System.clearProperty(WorkerPool.GRACE_PROPERTY);
    }

    static Job job(Class<?> kernel) {
        return Job.of(kernel.getName());
    }

    /** A job without arrays, whose result is its number of elements. */
    static Job counting(long elements) {
        return job(TestKernels.Counting.class).elements(elements).reduce(Reduction.COUNT);
    }

    /** Runs a job and fails if the result is wrong; returns the workers' pids. */
    static List<Long> assertUsable(WorkerPool pool) throws InterruptedException {
        JobReport report = pool.run(counting(54_321));
        assertEquals(54_321, report.result());
        return pids(report);
    }

    static List<Long> pids(JobReport report) {
        return report.perWorker().stream().map(WorkerReport::pid).toList();
    }

    static double get(SharedArray array, long index) {
        return (double) DOUBLE.getVolatile(array.data(), index * Double.BYTES);
    }

    static void set(SharedArray array, long index, double value) {
        DOUBLE.setVolatile(array.data(), index * Double.BYTES, value);
    }

    /** Counts the elements that are not 0. */
    static long marks(SharedArray array) {
        long marks = 0;
        for (long i = 0; i < array.size(); i++) {
            marks += get(array, i) == 0 ? 0 : 1;
        }
        return marks;
    }

    /** Counts the lines of a process's memory map that name something in a folder. */
    static long mappings(long pid, Path folder) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/maps")), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(folder + "/"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Kills a process with SIGKILL and returns when it is gone. */
    static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Sends a process a signal. */
    static void signal(String signal, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        assertEquals(0, kill.waitFor());
    }

    static void awaitUntil(String what, BooleanSupplier condition) {
        awaitUntil(what, condition, WATCHDOG_SECONDS);
    }

    static void awaitUntil(String what, BooleanSupplier condition, long watchdogSeconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(watchdogSeconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(500_000);
        }
    }

    static void pause(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
