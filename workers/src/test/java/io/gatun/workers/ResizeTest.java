package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.isAlive;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.JobHandle;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedFolder.class)
@Timeout(60)
class ResizeTest {
    @Test
    void theLowestNumbersStayAndTheirProcessesWithThem() throws Exception {
        try (WorkerPool pool = open(2)) {
            List<Long> two = assertUsable(pool);
            pool.resize(4);
            assertEquals(4, pool.workers());
            List<Long> four = assertUsable(pool);
            assertEquals(two, four.subList(0, 2));
            assertEquals(
                    4, pool.run(counting(4).chunk(1).schedule(Schedule.STATIC)).result());
            pool.resize(1);
            assertEquals(two.subList(0, 1), assertUsable(pool));
            for (long gone : four.subList(1, 4)) {
                assertFalse(isAlive(gone));
            }
            pool.resize(1);
            pool.resize(3);
            List<Long> three = assertUsable(pool);
            assertEquals(two.getFirst(), three.getFirst());
            assertEquals(
                    3, pool.run(counting(3).chunk(1).schedule(Schedule.STATIC)).result());
        }
    }

    @Test
    void tooFewAndTooManyAreRefusedAndChangeNothing() throws Exception {
        try (WorkerPool pool = open(1)) {
            List<Long> pids = assertUsable(pool);
            for (int workers : new int[] {0, -1, Integer.MIN_VALUE, 129, Integer.MAX_VALUE}) {
                var e = assertThrows(IllegalArgumentException.class, () -> pool.resize(workers));
                assertTrue(e.toString().contains("workers=" + workers), e.toString());
            }
            assertEquals(1, pool.workers());
            assertEquals(pids, assertUsable(pool));
        }
    }

    @Test
    void itWaitsForTheJobThatRunsAndTheOnesBehindItSeeTheNewSize() throws Exception {
        try (SharedArray gate = temporary(1);
                SharedArray y = temporary(1);
                WorkerPool pool = open(1)) {
            JobHandle first =
                    pool.submit(job(TestKernels.Gated.class).read("gate", gate).write("y", y));
            awaitUntil("the first runs", () -> get(y, 0) == 1);
            CompletableFuture<Void> resized = new CompletableFuture<>();
            Thread resizing = Thread.ofPlatform().start(() -> {
                try {
                    pool.resize(2);
                    resized.complete(null);
                } catch (InterruptedException | RuntimeException e) {
                    resized.completeExceptionally(e);
                }
            });
            awaitUntil("it waits", () -> resizing.getState() == Thread.State.WAITING);
            assertEquals(1, pool.workers());
            set(gate, 0, 1);
            resized.get();
            first.get();
            assertEquals(2, assertUsable(pool).size());
            gate.unlink();
            y.unlink();
        }
    }

    @Test
    void aThreadThatRunsJobAfterJobDoesNotKeepItFromItsTurn() throws Exception {
        try (WorkerPool pool = open(1)) {
            assertUsable(pool);
            AtomicBoolean enough = new AtomicBoolean();
            List<Throwable> failures = new ArrayList<>();
            Thread busy = Thread.ofPlatform().start(() -> {
                try {
                    while (!enough.get()) {
                        assertEquals(1000, pool.run(counting(1000)).result());
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            CompletableFuture<Void> resized = new CompletableFuture<>();
            Thread resizing = Thread.ofPlatform().start(() -> {
                try {
                    for (int workers : new int[] {2, 1, 2, 1, 2, 1, 2}) {
                        pool.resize(workers);
                    }
                    resized.complete(null);
                } catch (Throwable e) {
                    resized.completeExceptionally(e);
                }
            });
            try {
                awaitUntil("the pool is resized, though jobs come all the time", resized::isDone, 20);
                resized.get();
            } finally {
                resizing.interrupt();
                enough.set(true);
                busy.join();
            }
            assertEquals(List.of(), failures);
            assertEquals(2, assertUsable(pool).size());
        }
    }
}
