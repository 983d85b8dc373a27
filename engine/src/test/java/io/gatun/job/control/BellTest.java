package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Schedule;
import io.gatun.segment.SegmentName;
import io.gatun.testing.Await;
import io.gatun.testing.NothingLeftBehind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lost wake-up shows as a test that does not end: nobody here sleeps with a limit that is ever reached. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class BellTest {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private ControlSegment control;
    private Bell bell;
    private WorkerSlot[] rows;

    @BeforeEach
    void create() {
        control = ControlSegment.create(SegmentName.random("gatun-test-bell-").path(), 3);
        bell = control.bell();
        rows = new WorkerSlot[] {control.slot(0), control.slot(1), control.slot(2)};
        for (WorkerSlot row : rows) {
            row.attach(ProcessHandle.current().pid());
        }
    }

    @AfterEach
    void remove() {
        control.unlink();
        control.close();
    }

    @Test
    void noWakeUpIsLostWhetherTheOtherSleepsSpinsOrIsAboutToSleep() throws Exception {
        int rounds = 100_000;
        WorkerSlot row = rows[0];
        row.setCanWake();
        CompletableFuture<Void> worker = run(() -> {
            for (int seen = 0; seen != rounds; ) {
                seen = bell.awaitPublished(seen, row, true, NO_LIMIT);
                if (seen % 50 == 25) {
                    LockSupport.parkNanos(100_000); // so long that the coordinator sleeps
                }
                bell.complete(job(seen), row);
            }
        });
        for (int number = 1; number <= rounds; number++) {
            if (number % 50 == 0) {
                Await.until("the worker sleeps", row::isAsleep);
            }
            bell.publish(number, new WorkerSlot[] {row}, 1);
            if (!bell.spinForCompletion(job(number))) {
                while (!bell.isCompleted(job(number))) {
                    bell.sleepForCompletion(job(number), () -> false, NO_LIMIT);
                }
            }
        }
        worker.get();
        assertFalse(row.isAsleep());
    }

    @Test
    void aWorkerThatIsColdHearsWhatIsPublishedWhileItOnlyLooksNowAndThen() throws Exception {
        CompletableFuture<Integer> heard =
                CompletableFuture.supplyAsync(() -> bell.awaitPublished(0, rows[0], true, NO_LIMIT));
        LockSupport.parkNanos(5_000_000);
        bell.publish(1, rows, 1);
        assertEquals(1, heard.get());
    }

    @Test
    void aWorkerThatIsIdleForAWhileLinksItsCallsAndSleeps() throws Exception {
        CompletableFuture<Integer> heard =
                CompletableFuture.supplyAsync(() -> bell.awaitPublished(0, rows[0], true, NO_LIMIT));
        Await.until("the worker sleeps", () -> rows[0].isAsleep() && rows[0].canWake());
        bell.publish(1, rows, 3);
        assertEquals(1, heard.get());
        assertFalse(rows[0].isAsleep());
    }

    @Test
    void aSleeperReturnsAtItsLimit() {
        rows[0].setCanWake();
        long began = System.nanoTime();
        assertEquals(7, awaitPublishedSeven(TimeUnit.MILLISECONDS.toNanos(30)));
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(30));
        assertFalse(rows[0].isAsleep());
        bell.sleepForCompletion(job(8), () -> false, TimeUnit.MILLISECONDS.toNanos(30));
        assertFalse(bell.isCompleted(job(8)));
    }

    @Test
    void whoeverSleepsTakesNoProcessorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        rows[0].setCanWake();
        awaitPublishedSeven(1_000_000); // what runs once, has run
        bell.sleepForCompletion(job(8), () -> false, 1_000_000);
        long before = threads.getCurrentThreadCpuTime();
        awaitPublishedSeven(TimeUnit.MILLISECONDS.toNanos(500));
        bell.sleepForCompletion(job(8), () -> false, TimeUnit.MILLISECONDS.toNanos(500));
        long spent = threads.getCurrentThreadCpuTime() - before;
        assertTrue(spent < TimeUnit.MILLISECONDS.toNanos(50), () -> spent + " ns of processor time in a second");
    }

    @Test
    void asManyAreWokenAsAreMissing() throws Exception {
        CompletableFuture<?>[] asleep = new CompletableFuture<?>[2];
        for (int number = 0; number < 2; number++) {
            WorkerSlot row = rows[number];
            row.setCanWake();
            asleep[number] = run(() -> bell.awaitPublished(0, row, true, NO_LIMIT));
            Await.until("the worker sleeps", row::isAsleep);
        }
        bell.wake(rows, 1); // row 2 is awake; the word stays, so that nobody who was only about to sleep sees it change
        LockSupport.parkNanos(20_000_000);
        assertFalse(asleep[0].isDone() || asleep[1].isDone(), "a worker was woken though one was awake");
        bell.publish(1, rows, 3);
        asleep[0].get();
        asleep[1].get();
    }

    @Test
    void aWorkerThatHasNotComeYetDoesNotCountAsAwake() throws Exception {
        rows[2].reset(); // as for a process that has just been started
        rows[1].reset();
        rows[0].setCanWake();
        CompletableFuture<Void> asleep = run(() -> bell.awaitPublished(0, rows[0], true, NO_LIMIT));
        Await.until("the worker sleeps", rows[0]::isAsleep);
        bell.publish(1, rows, 1);
        asleep.get();
    }

    private int awaitPublishedSeven(long limitNanos) {
        if (bell.published() != 7) {
            bell.publish(7, rows, 0);
        }
        return bell.awaitPublished(7, rows[0], true, limitNanos);
    }

    private static CompletableFuture<Void> run(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static CurrentJob job(int number) {
        return new CurrentJob(number, new ChunkPlan(1, 1, 1), Schedule.DYNAMIC, 1, 0, 1, 0, 0);
    }
}
