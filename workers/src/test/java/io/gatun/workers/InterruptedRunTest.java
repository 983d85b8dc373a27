package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static io.gatun.workers.TestPool.get;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.marks;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.TestPool.set;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SharedArray;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupt of a thread in {@link WorkerPool#run}: afterwards no worker is at its job, and the pool is as before. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class InterruptedRunTest {
    enum Kind {
        PLATFORM,
        VIRTUAL;

        Thread start(Runnable task) {
            return (this == PLATFORM ? Thread.ofPlatform() : Thread.ofVirtual()).start(task);
        }
    }

    private WorkerPool pool;
    private SharedArray y;
    private SharedArray gate;

    @BeforeEach
    void openPool() {
        pool = open(2);
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

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRunningJobIsLeft(Kind kind) throws Exception {
        TestPool.giveWorkersTime();
        List<Long> pids = assertUsable(pool);
        CompletableFuture<Long> marksThen = new CompletableFuture<>();
        Thread caller = run(kind, job(TestKernels.Slow.class).write("y", y).chunk(1), marksThen);
        awaitUntil("it runs", () -> marks(y) > 10);
        caller.interrupt();
        long marks = marksThen.get();
        assertTrue(marks < y.size(), () -> marks + " elements were done all the same");
        assertEquals(pids, assertUsable(pool));
        assertEquals(marks, marks(y), "somebody was still at the job");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aJobThatCannotBeLeftIsKilled(Kind kind) throws Exception {
        CompletableFuture<Long> marksThen = new CompletableFuture<>();
        Thread caller = run(
                kind,
                job(TestKernels.Gated.class).read("gate", gate).write("y", y).elements(1),
                marksThen);
        awaitUntil("it runs", () -> get(y, 0) == 1);
        caller.interrupt();
        assertEquals(1, marksThen.get());
        set(gate, 0, 1);
        assertUsable(pool);
        assertEquals(1, get(y, 0));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aJobThatWaitsIsNotRun(Kind kind) throws Exception {
        JobHandle first = pool.submit(
                job(TestKernels.Gated.class).read("gate", gate).write("y", y).elements(1));
        awaitUntil("the first runs", () -> get(y, 0) == 1);
        CompletableFuture<Long> marksThen = new CompletableFuture<>();
        Thread caller = run(kind, job(TestKernels.Fill.class).write("y", y).parameter("value", 7), marksThen);
        awaitUntil("it waits", () -> caller.getState() == Thread.State.WAITING);
        caller.interrupt();
        assertEquals(1, marksThen.get());
        set(gate, 0, 1);
        first.get();
        assertUsable(pool);
        assertEquals(1, marks(y));
    }

    /** Runs a job in a thread; the result is what it has marked when the thread got its InterruptedException. */
    private Thread run(Kind kind, Job job, CompletableFuture<Long> marksThen) {
        return kind.start(() -> {
            try {
                pool.run(job);
                marksThen.completeExceptionally(new AssertionError("the job was done"));
            } catch (InterruptedException e) {
                marksThen.complete(marks(y));
            } catch (RuntimeException e) {
                marksThen.completeExceptionally(e);
            }
        });
    }
}
