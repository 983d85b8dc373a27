package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatun.job.Schedule;
import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that stand for workers, each with a mapping of its own, claim at the same time. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("ThreadPriorityCheck") // they yield, since there may be fewer processors
class ContendedBoardTest {
    private static final int WORKERS = 3;
    private static final int JOBS = 6000;

    /** What became of each chunk of one job, and how often it was completed. */
    private record Account(CurrentJob job, AtomicIntegerArray done, AtomicInteger completions) {
        Account(CurrentJob job) {
            this(job, new AtomicIntegerArray((int) job.plan().chunks()), new AtomicInteger());
        }
    }

    private final Account[] accounts = new Account[JOBS + 1];
    private final AtomicInteger completed = new AtomicInteger();

    @Test
    void eachChunkOfThousandsOfJobsInQuickSuccessionIsDoneOnceAndEachJobCompletedOnce() throws Exception {
        Random random = new Random(1);
        for (int number = 1; number <= JOBS; number++) {
            long chunks = random.nextInt(4) == 0 ? 1 + random.nextInt(500) : 1 + random.nextInt(5);
            Schedule schedule = number % 20 == 0
                    ? Schedule.STATIC // needs every thread to get a processor
                    : number % 3 == 0 ? Schedule.GUIDED : Schedule.DYNAMIC;
            accounts[number] = new Account(
                    new CurrentJob(number, new ChunkPlan(chunks, 1, 1), schedule, WORKERS, 0, number, 0, 0));
        }
        Path path = SegmentName.random("gatun-test-board-").path();
        try (ControlSegment control = ControlSegment.create(path, WORKERS);
                ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                int number = worker;
                workers.add(threads.submit(() -> serve(path, number)));
            }
            for (int number = 1; number <= JOBS; number++) {
                control.board().post(accounts[number].job());
                while (completed.get() != number) {
                    requireAlive(workers);
                    LockSupport.parkNanos(1);
                }
                if (number % 2 == 0) {
                    control.board().clear();
                }
            }
            completed.set(-1);
            for (Future<?> worker : workers) {
                worker.get();
            }
            control.unlink();
        }
        for (int number = 1; number <= JOBS; number++) {
            Account account = accounts[number];
            for (int chunk = 0; chunk < account.done().length(); chunk++) {
                assertEquals(1, account.done().get(chunk), "times chunk " + chunk + " was done, of " + account.job());
            }
            assertEquals(1, account.completions().get(), "completions of " + account.job());
        }
    }

    @Test
    void whatIsClaimedAndWhatIsStoppedIsAllThereIs() throws Exception {
        Path path = SegmentName.random("gatun-test-board-").path();
        try (ControlSegment control = ControlSegment.create(path, WORKERS);
                ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            JobBoard board = control.board();
            Random random = new Random(2);
            int stoppedEarly = 0;
            for (int number = 1; number <= 2000; number++) {
                Schedule schedule = number % 2 == 0 ? Schedule.DYNAMIC : Schedule.GUIDED;
                CurrentJob job = new CurrentJob(number, new ChunkPlan(2000, 1, 1), schedule, WORKERS, 0, number, 0, 0);
                AtomicLong claimed = new AtomicLong();
                board.post(job);
                Future<?> first = threads.submit(() -> claimAll(board, 0, claimed));
                Future<?> second = threads.submit(() -> claimAll(board, 1, claimed));
                Future<Long> other = threads.submit(() -> board.stop(job));
                for (int spin = random.nextInt(2000); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                long stopped = board.stop(job) + other.get();
                first.get();
                second.get();
                assertEquals(2000, claimed.get() + stopped);
                assertFalse(board.claim(0, new JobBoard.Claim()));
                stoppedEarly += stopped > 0 ? 1 : 0;
            }
            assertFalse(stoppedEarly == 0, "no job was stopped before its end: this shows nothing");
            control.unlink();
        }
    }

    /** Does what a worker does; now and then it sleeps, so that it misses jobs. */
    private void serve(Path path, int worker) {
        Random random = new Random(worker);
        JobBoard.Claim claim = new JobBoard.Claim();
        try (ControlSegment control = ControlSegment.attach(path)) {
            JobBoard board = control.board();
            while (completed.get() != -1) {
                if (!board.claim(worker, claim)) {
                    if (random.nextInt(200) == 0) {
                        LockSupport.parkNanos(random.nextInt(300_000));
                    }
                    LockSupport.parkNanos(1);
                    continue;
                }
                CurrentJob job = claim.job();
                Account account = accounts[job.number()];
                assertEquals(account.job(), job, "what was read of the job");
                long held = 0;
                do {
                    assertEquals(job.number(), claim.job().number(), "a job's successor, while a chunk of it is held");
                    for (long chunk = claim.begin; chunk < claim.end; chunk++) {
                        account.done().incrementAndGet((int) chunk);
                    }
                    held += claim.end - claim.begin;
                } while (board.claim(worker, claim));
                if (board.report(held)) {
                    account.completions().incrementAndGet();
                    completed.set(job.number());
                }
            }
        }
    }

    private static void claimAll(JobBoard board, int worker, AtomicLong claimed) {
        JobBoard.Claim claim = new JobBoard.Claim();
        while (board.claim(worker, claim)) {
            claimed.addAndGet(claim.end - claim.begin);
        }
    }

    private static void requireAlive(List<Future<?>> workers) throws Exception {
        for (Future<?> worker : workers) {
            if (worker.isDone()) {
                worker.get();
            }
        }
    }
}
