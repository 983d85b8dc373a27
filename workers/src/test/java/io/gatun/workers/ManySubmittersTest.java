package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pool, many threads. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class ManySubmittersTest {
    @Test
    void platformAndVirtualThreadsAtOnceEachGetTheResultOfTheirJob() throws Exception {
        try (WorkerPool pool = open(2);
                ExecutorService platform = Executors.newFixedThreadPool(6);
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Long> pids = assertUsable(pool);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 6; thread++) {
                int number = thread;
                all.add(platform.submit(() -> fillAnArray(pool, number)));
            }
            for (int thread = 0; thread < 400; thread++) {
                long elements = 1000L + thread;
                Callable<Void> task = () -> {
                    assertEquals(elements, pool.run(counting(elements)).result());
                    assertEquals(
                            2 * elements,
                            pool.submit(counting(2 * elements)).get().result());
                    return null;
                };
                all.add(virtual.submit(task));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertEquals(pids, assertUsable(pool));
        }
    }

    private static Void fillAnArray(WorkerPool pool, int thread) throws Exception {
        try (SharedArray y = temporary(5000)) {
            Job fill = job(TestKernels.Fill.class).write("y", y).reduce(Reduction.COUNT);
            for (int round = 1; round <= 50; round++) {
                double value = thread * 1000.0 + round;
                Job job = fill.parameter("value", value);
                assertEquals(
                        5000, (round % 2 == 0 ? pool.run(job) : pool.submit(job).get()).result());
                for (long i = 0; i < 5000; i += 499) {
                    assertEquals(value, y.getDouble(i));
                }
            }
            y.unlink();
        }
        return null;
    }

    @Test
    void jobsRunInTheOrderInWhichTheyWereSubmitted() throws Exception {
        try (SharedArray list = temporary(201);
                SharedArray gate = temporary(1);
                SharedArray y = temporary(1);
                WorkerPool pool = open(2)) {
            JobHandle first =
                    pool.submit(job(TestKernels.Gated.class).read("gate", gate).write("y", y));
            awaitUntil("the first runs", () -> get(y, 0) == 1);
            List<JobHandle> others = new ArrayList<>();
            for (int entry = 1; entry <= 200; entry++) {
                others.add(pool.submit(job(TestKernels.Appending.class)
                        .readWrite("list", list)
                        .elements(1)
                        .parameter("entry", entry)));
            }
            others.get(99).cancel(false);
            set(gate, 0, 1);
            first.get();
            pool.run(counting(1)); // behind all of them
            assertEquals(199, get(list, 0));
            for (int entry = 1; entry <= 199; entry++) {
                assertEquals(entry < 100 ? entry : entry + 1, get(list, entry));
            }
            list.unlink();
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    @SuppressWarnings("try") // one is closed before the other's job is done
    void twoPoolsWorkAtTheSameTimeAndDoNotShareAnything() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(1);
                WorkerPool one = open(1)) {
            JobHandle stuck =
                    one.submit(job(TestKernels.Gated.class).read("gate", gate).write("y", y));
            List<Long> pids;
            try (WorkerPool other = open(2)) {
                pids = assertUsable(other); // while the first pool is at its job
            }
            set(gate, 0, 1);
            stuck.get();
            assertTrue(Collections.disjoint(pids, assertUsable(one)));
            gate.unlink();
            y.unlink();
        }
    }
}
