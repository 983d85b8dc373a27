package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.counting;
import static io.gatun.workers.TestPool.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.job.JobHandle;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be asked of a pool by what is told of a job's progress: whatever does not wait for that job. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class ProgressListenerTest {
    enum Kind {
        /** It drives the job itself. */
        PLATFORM,
        /** The pool's own thread drives it. */
        VIRTUAL;

        Thread start(Runnable task) {
            return (this == PLATFORM ? Thread.ofPlatform() : Thread.ofVirtual()).start(task);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWouldWaitForTheJobIsRefusedAndThePoolGoesOn(Kind kind) throws Exception {
        try (WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            List<Executable> waiting = List.of(
                    () -> pool.run(counting(1)),
                    () -> pool.create(SegmentName.temporary(), DType.FLOAT64, 1),
                    () -> pool.resize(1),
                    pool::close);
            for (Executable call : waiting) {
                assertEquals(7, tellingOf(pool, kind, () -> assertThrows(IllegalStateException.class, call)));
                assertEquals(pids, assertUsable(pool));
            }
        }
    }

    @Test
    void aFurtherJobMayBeSubmittedAndComesAfterwards() throws Exception {
        try (WorkerPool pool = open(1)) {
            List<JobHandle> further = new ArrayList<>();
            assertEquals(7, tellingOf(pool, Kind.PLATFORM, () -> further.add(pool.submit(counting(8)))));
            for (JobHandle handle : further) {
                assertEquals(8, handle.get().result());
            }
        }
    }

    @Test
    void aPoolMayBeResizedByWhatDependsOnAJob() throws Exception {
        try (WorkerPool pool = open(1)) {
            CompletableFuture<Integer> workers = new CompletableFuture<>();
            CompletableFuture<Void> dependent = pool.submit(counting(1)).thenAccept(report -> {
                try {
                    pool.resize(2);
                    workers.complete(pool.workers());
                } catch (InterruptedException e) {
                    workers.completeExceptionally(e);
                }
            });
            assertEquals(2, workers.get());
            dependent.get();
        }
    }

    /** Runs a job whose listener does something; returns its result. */
    private static double tellingOf(WorkerPool pool, Kind kind, Executable listener) throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        kind.start(() -> {
            try {
                result.complete(
                        pool.run(counting(7), progress -> execute(listener)).result());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }

    private static void execute(Executable listener) {
        try {
            listener.execute();
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
