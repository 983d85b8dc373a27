package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.mappings;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.Reduction;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerPool;
import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which arrays workers have mapped, and that a job sees those it binds. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class WarmArraysTest {
    private static final SegmentName NAME = SegmentName.of("array");

    private final Path folder = SegmentName.folder();
    private WorkerPool pool;
    private List<Long> pids;
    private long idleMappings;

    @BeforeEach
    void openPool() throws InterruptedException {
        pool = open(2);
        pids = TestPool.pids(pool.run(counting(2).chunk(1).schedule(Schedule.STATIC))); // when both have come
        idleMappings = mappings(pids.getFirst(), folder); // the control segment's
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void anArrayIsUnmappedByIdleWorkersAWhileAfterItsJob() throws Exception {
        SharedArray y = temporary(100_000);
        runInBothWorkers(y);
        y.unlink();
        y.close();
        awaitUnmapped();
        assertEquals(pids, assertUsable(pool));
    }

    @Test
    void anArrayIsUnmappedEvenWhileAnotherJobKeepsTheWorkersBusy() throws Exception {
        SharedArray y = temporary(100_000);
        runInBothWorkers(y);
        assertUsable(pool);
        y.unlink(); // when the other job is known already
        y.close();
        awaitUntil(
                "it is unmapped",
                () -> {
                    try {
                        assertUsable(pool);
                        TestPool.pause(20);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return pids.stream().allMatch(pid -> mappings(pid, folder) == idleMappings);
                },
                20);
    }

    @Test
    void hundredsOfArraysInTurnDoNotPileUpAlthoughTheyKeepTheirNames() throws Exception {
        List<SharedArray> arrays = new ArrayList<>();
        long most = 0;
        for (int i = 0; i < 150; i++) {
            SharedArray y = temporary(100);
            arrays.add(y);
            runInBothWorkers(y);
            TestPool.pause(12); // more than a second in all, and no worker is idle for one
            most = Math.max(most, mappings(pids.getFirst(), folder));
        }
        long mapped = most;
        for (SharedArray array : arrays) {
            array.unlink();
            array.close();
        }
        assertTrue(mapped < idleMappings + 120, () -> mapped + " mappings");
        awaitUnmapped();
    }

    @Test
    void hundredsOfArraysThatAreRemovedAfterTheirJobAreNotKept() throws Exception {
        for (int i = 0; i < 150; i++) {
            SharedArray y = temporary(100);
            runInBothWorkers(y);
            y.unlink();
            y.close();
            long mapped = mappings(pids.getFirst(), folder);
            assertTrue(mapped <= idleMappings + 2, () -> mapped + " mappings");
        }
    }

    @Test
    void aJobSeesTheArrayThatHasTheNameNow() throws Exception {
        for (int round = 1; round <= 20; round++) {
            try (SharedArray y = SharedArray.create(NAME, DType.FLOAT64, 1000 + round % 2)) {
                assertEquals(y.size(), pool.run(fill(y, round)).result());
                for (long i = 0; i < y.size(); i++) {
                    assertEquals(round, y.getDouble(i));
                }
                y.unlink();
            }
        }
    }

    @Test
    void theSameJobFindsAnArrayThatWasRenamed() throws Exception {
        try (SharedArray y = SharedArray.create(NAME, DType.FLOAT64, 1000)) {
            Job job = fill(y, 1);
            pool.run(job);
            y.segment().rename(folder.resolve("other"), false);
            y.setDouble(999, 0);
            pool.run(job);
            assertEquals(1, y.getDouble(999));
            awaitUnmapped();
            try (SharedArray impostor = SharedArray.create(NAME, DType.FLOAT64, 1000)) {
                y.setDouble(999, 0);
                pool.run(job);
                assertEquals(1, y.getDouble(999));
                assertEquals(0, impostor.getDouble(999));
                impostor.unlink();
            }
            y.unlink();
        }
    }

    @Test
    void anArrayBoundToReadAndToWriteIsReadOnlyOnlyWhereItIsRead() throws Exception {
        try (SharedArray x = temporary(1000)) {
            pool.run(fill(x, 2));
            Job scale = job(TestKernels.Scale.class).read("x", x).write("y", x).parameter("a", 4);
            assertEquals(
                    8000,
                    pool.run(scale.reduce(Reduction.SUM, Reduction.MAX))
                            .results()
                            .getFirst());
            x.unlink();
        }
    }

    @Test
    void aJobOnAClosedArrayIsRefused() throws Exception {
        SharedArray y = SharedArray.create(NAME, DType.FLOAT64, 1000);
        Job known = fill(y, 1);
        pool.run(known);
        y.close(); // its name stays, so that workers could attach it
        for (Job job : List.of(known, fill(y, 2))) {
            assertThrows(SegmentException.Closed.class, () -> pool.run(job));
            assertThrows(SegmentException.Closed.class, () -> pool.submit(job));
        }
        assertEquals(pids, assertUsable(pool));
        try (SharedArray again = SharedArray.attach(NAME, Access.READ_ONLY)) {
            assertEquals(1, again.getDouble(0));
            again.unlink();
        }
    }

    @Test
    void aJobWhoseArrayIsClosedWhileItWaitsFails() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray first = temporary(1)) {
            SharedArray y = SharedArray.create(NAME, DType.FLOAT64, 1000);
            JobHandle running =
                    pool.submit(job(TestKernels.Gated.class).read("gate", gate).write("y", first));
            JobHandle waiting = pool.submit(fill(y, 1));
            y.unlink();
            y.close();
            TestPool.set(gate, 0, 1);
            running.get();
            var e = assertThrows(ExecutionException.class, waiting::get);
            assertInstanceOf(SegmentException.Closed.class, e.getCause());
            assertEquals(pids, assertUsable(pool));
            gate.unlink();
            first.unlink();
        }
    }

    private Job fill(SharedArray y, double value) {
        return job(TestKernels.Fill.class)
                .write("y", y)
                .parameter("value", value)
                .reduce(Reduction.COUNT);
    }

    private void runInBothWorkers(SharedArray y) throws InterruptedException {
        pool.run(fill(y, 1).schedule(Schedule.STATIC).chunk(1));
    }

    private void awaitUnmapped() {
        awaitUntil(
                "both have unmapped it",
                () -> pids.stream().allMatch(pid -> mappings(pid, folder) == idleMappings),
                20);
    }
}
