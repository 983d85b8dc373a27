package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobHandle;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.Progress;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedFolder.class)
@Timeout(120)
class WorkerPoolTest {
    private static final long SIZE = 200_000;

    @Test
    void fillsAnArrayAndSumsIt() throws Exception {
        try (SharedArray y = temporary(SIZE);
                WorkerPool pool = WorkerPool.open(2)) {
            JobReport report = pool.run(Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM));
            assertEquals(SIZE, report.result(), SIZE * 0x1p-49);
            assertEquals(SIZE, report.elements());
            assertEquals(
                    SIZE,
                    report.perWorker().stream()
                            .mapToLong(WorkerReport::elements)
                            .sum());
            assertEquals(
                    report.chunks(),
                    report.perWorker().stream().mapToLong(WorkerReport::chunks).sum());
            for (WorkerReport worker : report.perWorker()) {
                assertTrue(worker.computeNanos() <= report.phases().computeNanos(), report::toString);
            }
            assertTrue(report.phases().reduceNanos() >= 0, report::toString);
            for (long i = 0; i < SIZE; i += 97) {
                double sin = FastMath.sin(i);
                double cos = FastMath.cos(i);
                assertEquals(sin * sin + cos * cos, y.getDouble(i), 0x1p-49);
            }
            y.unlink();
        }
    }

    @Test
    void theResultHasTheSameBitsForAnyWorkersAndChunks() throws Exception {
        try (SharedArray x = temporary(SIZE);
                SharedArray y = temporary(SIZE)) {
            double plainSum = fillWithNumbersWhoseSumDependsOnTheirOrder(x);
            Job job = Job.of(TestKernels.Scale.class.getName()).read("x", x).write("y", y);
            Set<Double> results = new HashSet<>();
            for (int workers : new int[] {1, 2, 3, 7}) {
                for (long chunk : new long[] {1, 10_000, SIZE}) {
                    try (WorkerPool pool = open(workers, TestKernels.Scale.class)) {
                        Job chunked = job.parameter("a", 1.1)
                                .reduce(Reduction.SUM, Reduction.SUM)
                                .chunk(chunk);
                        results.add(pool.run(chunked).results().getFirst());
                    }
                }
            }
            assertEquals(1, results.size(), () -> "different results: " + results);
            assertFalse(results.contains(plainSum), "numbers whose sum does not depend on the order show nothing");
            x.unlink();
            y.unlink();
        }
    }

    @Test
    void aKernelOfTheUsersSeesArraysAndParametersAndLeavesPartials() throws Exception {
        try (SharedArray x = temporary(1000);
                SharedArray y = temporary(1000);
                WorkerPool pool = open(2, TestKernels.Scale.class)) {
            for (int i = 0; i < 1000; i++) {
                x.setDouble(i, i);
            }
            Job job = Job.of(TestKernels.Scale.class.getName()).read("x", x).write("y", y);
            JobReport report = pool.run(job.parameter("a", 3).reduce(Reduction.MAX, Reduction.MAX));
            assertEquals(List.of(2997.0, 2997.0), report.results());
            assertEquals(2997, y.getDouble(999));
            assertEquals(3, y.data().getAtIndex(JAVA_DOUBLE, 1));
            x.unlink();
            y.unlink();
        }
    }

    @Test
    void aPoolRunsOneJobAfterTheOtherAndTellsTheirProgress() throws Exception {
        try (SharedArray y = temporary(SIZE);
                WorkerPool pool = WorkerPool.open(2)) {
            Job job = Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM);
            double first = pool.run(job).result();
            List<Progress> seen = new ArrayList<>();
            assertEquals(first, pool.run(job, seen::add).result());
            assertTrue(seen.stream().allMatch(p -> p.elementsDone() <= p.elements() && p.elements() == SIZE));
            y.unlink();
        }
    }

    @Test
    void whatWorkersDoBeforeTheirFirstChunkIsAttachingAndNotComputing() throws Exception {
        try (WorkerPool pool = TestPool.open(2)) {
            TestPool.assertUsable(pool);
            JobReport report = pool.run(
                    TestPool.job(TestKernels.SlowlyMade.class).elements(1000).reduce(Reduction.COUNT));
            assertEquals(1000, report.result());
            assertTrue(report.phases().attachNanos() >= TestKernels.SlowlyMade.NANOS, report::toString);
        }
    }

    @Test
    void theLastThatIsToldOfAJobIsThatAllIsDoneHoweverShortItIs() throws Exception {
        try (WorkerPool pool = TestPool.open(1)) {
            for (int round = 0; round < 1000; round++) {
                List<Progress> seen = new ArrayList<>();
                pool.run(TestPool.counting(2), seen::add);
                assertEquals(2, seen.getLast().elementsDone());
            }
            JobHandle handle = pool.submit(TestPool.counting(2));
            handle.get();
            assertEquals(2, handle.progress().elementsDone());
        }
    }

    @Test
    void aVirtualThreadMayRunAJob() throws Exception {
        try (SharedArray y = temporary(1000);
                WorkerPool pool = WorkerPool.open(1)) {
            CompletableFuture<Double> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    result.complete(pool.run(Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM))
                            .result());
                } catch (InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            assertEquals(1000, result.get(), 1e-9);
            y.unlink();
        }
    }

    @Test
    void moreThanTwoToThe31ElementsAreCounted() throws Exception {
        long elements = 3_000_000_000L;
        try (WorkerPool pool = open(2, TestKernels.Counting.class)) {
            Job job = Job.of(TestKernels.Counting.class.getName())
                    .elements(elements)
                    .reduce(Reduction.COUNT);
            assertEquals(elements, pool.run(job).result());
        }
    }

    @Test
    void anArrayOfThreeGibibytesIsFilled() throws Exception {
        long elements = 3L << 27;
        long available = Path.of("/dev/shm").toFile().getUsableSpace();
        Skip.unless(available >= 5L << 30, "it needs 5 GiB of shared memory, there are " + available + " bytes");
        try (SharedArray y = temporary(elements);
                WorkerPool pool = open(2, TestKernels.Modulo.class)) {
            try {
                Job job = Job.of(TestKernels.Modulo.class.getName()).write("y", y);
                long rest = elements % 1000;
                double expected = (double) (elements / 1000 * 499_500 + rest * (rest - 1) / 2);
                assertEquals(expected, pool.run(job.reduce(Reduction.SUM)).result());
                for (long i = 0; i < elements; i += 999_983) {
                    assertEquals(i % 1000, y.getDouble(i));
                }
                assertEquals((elements - 1) % 1000, y.getDouble(elements - 1));
            } finally {
                y.unlink();
            }
        }
    }

    @Test
    void refusesMoreWorkersThanMemoryHolds() {
        var e = assertThrows(JobException.NotEnoughMemory.class, () -> WorkerPool.open(1_000_000));
        assertTrue(e.getMessage().matches("1,000,000 workers need [\\d,]+ bytes of memory, [\\d,]+ are available: .*"));
    }

    @Test
    void refusesNoWorkersAndAJobOnAClosedPool() {
        assertThrows(IllegalArgumentException.class, () -> WorkerPool.open(0));
        WorkerPool pool = WorkerPool.open(1);
        pool.close();
        pool.close();
        assertThrows(
                IllegalStateException.class, () -> pool.run(Job.of("sin2cos2").elements(1)));
    }

    @Test
    void workersForShortJobsComputeTheSameBits() throws Exception {
        try (SharedArray x = temporary(SIZE);
                WorkerPool lasting = WorkerPool.open(2);
                WorkerPool brief = open(WorkerCommand.forShortJobs())) {
            fillWithNumbersWhoseSumDependsOnTheirOrder(x);
            Job job = Job.of("sum").read("x", x).reduce(Reduction.SUM);
            JobReport report = brief.run(job);
            assertEquals(lasting.run(job).result(), report.result());
            assertEquals(0, vectorElements(report));
            x.unlink();
        }
    }

    @Test
    void onlyAsManyWorkersAreUsefulAsThereAreChunks() {
        assertEquals(3, WorkerPool.usefulWorkers(3, OptionalLong.empty(), true, 16));
        assertEquals(1, WorkerPool.usefulWorkers(1_000_000, OptionalLong.of(1_000_000), true, 16));
        assertEquals(16, WorkerPool.usefulWorkers(1_000_000, OptionalLong.empty(), true, 16));
    }

    @Test
    void aJobOfMoreChunksThanThereMayBeIsRefused() {
        OptionalLong one = OptionalLong.of(1);
        assertEquals(16, WorkerPool.usefulWorkers(1L << 31, one, false, 16));
        assertEquals(16, WorkerPool.usefulWorkers((1L << 31) + 1, one, true, 16), "whole blocks");
        assertThrows(IllegalArgumentException.class, () -> WorkerPool.usefulWorkers((1L << 31) + 1, one, false, 16));
    }

    private static WorkerPool open(WorkerCommand command) {
        return WorkerPool.open(command, 2, System.err::println);
    }

    private static long vectorElements(JobReport report) {
        return report.perWorker().stream()
                .mapToLong(WorkerReport::vectorElements)
                .sum();
    }

    static WorkerPool open(int workers, Class<?> kernel) {
        return WorkerPool.open(WorkerCommand.ofThisJvm().allowing(kernel.getName()), workers, System.err::println);
    }

    static SharedArray temporary(long size) {
        return SharedArray.create(SegmentName.temporary(), DType.FLOAT64, size);
    }

    /** Returns the plain sum of what the kernel computes with the factor 1.1, from first to last. */
    private static double fillWithNumbersWhoseSumDependsOnTheirOrder(SharedArray x) {
        Random random = new Random(7);
        double sum = 0;
        for (long i = 0; i < x.size(); i++) {
            x.setDouble(i, random.nextGaussian() * Math.scalb(1.0, random.nextInt(60)));
            sum += 1.1 * x.getDouble(i);
        }
        return sum;
    }
}
