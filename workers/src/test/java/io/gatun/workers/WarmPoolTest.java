package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.pause;
import static io.gatun.workers.TestPool.pids;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.Reduction;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Job after job on the same processes. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class WarmPoolTest {
    @Test
    void aThousandJobsAreServedByTheSameProcesses() throws Exception {
        try (SharedArray y = temporary(3000);
                WorkerPool pool = open(3)) {
            List<Long> pids = assertUsable(pool);
            assertEquals(3, new HashSet<>(pids).size());
            Job fill = job(TestKernels.Fill.class).write("y", y).reduce(Reduction.COUNT);
            for (int i = 1; i <= 1000; i++) {
                JobReport report = pool.run(fill.parameter("value", i));
                assertEquals(3000, report.result());
                assertEquals(pids, pids(report));
                assertEquals(i, y.getDouble(0));
                assertEquals(i, y.getDouble(2999));
            }
            y.unlink();
        }
    }

    @Test
    void differentJobsInTurnEachGetTheirOwnResult() throws Exception {
        long[] sizes = {1, 2, 3, 1023, 1024, 1025, 4097, 100_000, 1_000_000};
        try (WorkerPool pool = open(3)) {
            for (Schedule schedule : Schedule.values()) {
                for (long size : sizes) {
                    try (SharedArray x = temporary(size);
                            SharedArray y = temporary(size)) {
                        assertResults(pool, schedule, x, y);
                        x.unlink();
                        y.unlink();
                    }
                }
            }
        }
    }

    private static void assertResults(WorkerPool pool, Schedule schedule, SharedArray x, SharedArray y)
            throws InterruptedException {
        long size = x.size();
        Job fill = job(TestKernels.Fill.class).schedule(schedule);
        assertEquals(
                size,
                pool.run(fill.write("y", x).parameter("value", 2).reduce(Reduction.SUM))
                        .result());
        Job scale = job(TestKernels.Scale.class).read("x", x).write("y", y).schedule(schedule);
        List<Double> six = pool.run(scale.parameter("a", 3).reduce(Reduction.SUM, Reduction.MIN))
                .results();
        assertEquals(List.of(6.0 * size, 6.0), six);
        pool.run(scale.parameter("a", 5));
        Job moments = job(TestKernels.Moments.class).schedule(schedule);
        List<Double> ten = pool.run(
                        moments.read("x", y).reduce(Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.PRODUCT))
                .results();
        assertEquals(List.of(10.0 * size, 10.0, 10.0), ten.subList(0, 3));
        assertEquals(size, pool.run(counting(size).schedule(schedule)).result());
        pool.run(job(TestKernels.Modulo.class).write("y", y).chunk(7).schedule(schedule));
        for (long i = 0; i < size; i += 1 + size / 100) {
            assertEquals(2, x.getDouble(i));
            assertEquals(i % 1000, y.getDouble(i));
        }
        assertEquals(
                size,
                pool.run(Job.of("sin2cos2").write("y", x).reduce(Reduction.SUM)).result(),
                size * 0x1p-49);
    }

    @Test
    void resultsHaveTheSameBitsForAnyScheduleNumberOfWorkersAndChunkSize() throws Exception {
        long size = 20_000;
        Random random = new Random(11);
        try (SharedArray numbers = temporary(size);
                SharedArray zeros = temporary(size);
                SharedArray nans = temporary(size);
                WorkerPool pool = open(1)) {
            for (long i = 0; i < size; i++) {
                numbers.setDouble(i, Math.scalb(random.nextGaussian(), random.nextInt(60) - 30));
                zeros.setDouble(i, i % 5000 == 4999 ? 0.0 : -0.0);
                nans.setDouble(i, i == 12_345 ? Double.NaN : i);
            }
            for (SharedArray x : List.of(numbers, zeros, nans)) {
                Set<List<Double>> results = new HashSet<>(); // whose equals() is that of the bits, but for NaN's
                Job job = job(TestKernels.Moments.class)
                        .read("x", x)
                        .reduce(Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.PRODUCT);
                for (int workers : new int[] {1, 2, 3, 7}) {
                    pool.resize(workers);
                    for (Schedule schedule : Schedule.values()) {
                        results.add(pool.run(job.schedule(schedule)).results());
                        for (long chunk : new long[] {1, 100, 3000, size}) {
                            results.add(pool.run(job.schedule(schedule).chunk(chunk))
                                    .results());
                        }
                    }
                }
                assertEquals(1, results.size(), results::toString);
                List<Double> result = results.iterator().next();
                assertEquals(x == nans, result.getFirst().isNaN());
                if (x == zeros) {
                    assertEquals(List.of(-0.0, 0.0), result.subList(1, 3));
                }
            }
            numbers.unlink();
            zeros.unlink();
            nans.unlink();
        }
    }

    @Test
    void aStaticJobOfFewerChunksThanWorkersFindsThoseThatHaveThem() throws Exception {
        try (WorkerPool pool = open(4)) {
            assertUsable(pool);
            for (int elements = 1; elements <= 4; elements++) {
                for (int round = 0; round < 3; round++) {
                    pause(150); // all sleep, by turns in another order
                    Job job = counting(elements).chunk(1).schedule(Schedule.STATIC);
                    assertEquals(elements, pool.run(job).result());
                    assertEquals(1, pool.run(counting(1)).result());
                }
            }
        }
    }

    @Test
    void aWorkersSliceOfAStaticJobStaysTheSame() throws Exception {
        try (SharedArray y = temporary(1_000_003);
                WorkerPool pool = open(2)) {
            Job job = job(TestKernels.Modulo.class)
                    .write("y", y)
                    .reduce(Reduction.SUM)
                    .schedule(Schedule.STATIC);
            Set<List<Long>> shares = new HashSet<>();
            for (int round = 0; round < 20; round++) {
                shares.add(pool.run(job).perWorker().stream()
                        .map(JobReport.WorkerReport::elements)
                        .toList());
            }
            assertEquals(1, shares.size(), shares::toString);
            y.unlink();
        }
    }

    @Test
    void workersThatSleepOrSpinAreFoundByAJobAfterAnyPause() throws Exception {
        try (WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            Random random = new Random(3);
            for (int round = 0; round < 300; round++) {
                long deadline = System.nanoTime() + random.nextInt(500_000);
                while (System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }
                assertEquals(pids, assertUsable(pool));
            }
        }
    }

    @Test
    void aJobIsCutIntoChunksBySpeedOnlyInSizeNotInResult() throws Exception {
        try (SharedArray x = temporary(300_000);
                WorkerPool pool = open(2)) {
            for (long i = 0; i < x.size(); i++) {
                x.setDouble(i, 1.0 / (i + 1));
            }
            Job job = job(TestKernels.Moments.class)
                    .read("x", x)
                    .reduce(Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.SUM);
            JobReport first = pool.run(job);
            JobReport last = first;
            Set<Long> chunkSizes = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                last = pool.run(job);
                assertEquals(first.results(), last.results());
                chunkSizes.add(last.chunkElements());
            }
            assertTrue(chunkSizes.size() > 1, "the speed has made no difference");
            assertFalse(last.phases().computeNanos() < 0);
            assertTrue(last.phases().spawnNanos() == 0 && first.phases().spawnNanos() > 0);
            x.unlink();
        }
    }
}
