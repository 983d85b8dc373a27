package io.gatun.workers.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.workers.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A pool does jobs of all kinds while its workers are killed, until as many have ended by it as the property {@code soak.kills} says:
 * some unless it is set, which takes seconds; {@code mvn -Psoak verify} sets a thousand.
 */
@ExtendWith(SharedFolder.class)
class WorkerSoakTest {
    private static final int SOME_KILLS = 5;
    private static final int SUBMITTERS = 3;
    private static final int MAX_WORKERS = 4;
    private static final long SECONDS_A_KILL_AT_MOST = 3;
    private static final long LOOK_NANOS = 1_000_000;
    private static final Path TABLE = Path.of("target/soak.txt");

    private final long kills = Long.getLong("soak.kills", SOME_KILLS);
    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Tally tally = new Tally();
    private volatile boolean over;
    private long begin;

    @Test
    void noJobIsLostAndNothingLeaksHoweverManyWorkersAreKilled() throws Exception {
        Map<String, Outcome> expected = calmly();
        calmly(); // once more: what the JDK opens and starts only once is there then
        List<String> before = Residue.now();
        begin = System.nanoTime();
        soak(expected);
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<String> leaks = Residue.beyond(before);
        String table = SoakTable.of(tally, leaks, seed, seconds);
        System.out.print(table);
        Files.writeString(TABLE, table);
        assertEquals(List.of(), tally.lost(), "jobs lost");
        assertEquals(List.of(), tally.wrong(), "wrong bits");
        assertEquals(List.of(), tally.hung(), "jobs that hung");
        assertEquals(List.of(), tally.unexplained(), "workers that ended by themselves");
        assertEquals(List.of(), leaks, "leaks");
        assertTrue(tally.kills() >= kills, table);
    }

    private static Map<String, Outcome> calmly() throws Exception {
        try (WorkerPool pool = open(2);
                Workers workers = new Workers();
                Works works = new Works()) {
            assertEquals(2, workers.all().size());
            return Submitter.outcomes(pool, works);
        }
    }

    private void soak(Map<String, Outcome> expected) throws Exception {
        List<Works> works = new ArrayList<>();
        try (WorkerPool pool = open(MAX_WORKERS);
                Workers workers = new Workers()) {
            Killer killer = new Killer(workers, tally, random.split(), MAX_WORKERS);
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < SUBMITTERS; number++) {
                works.add(new Works());
                Submitter submitter = new Submitter(pool, works.get(number), random.split());
                threads.add(start(() -> submitter.run(expected, tally, this::isOver)));
            }
            threads.add(start(() -> killer.run(this::isOver)));
            threads.add(start(() -> lookForSuccessors(workers)));
            try {
                resizeUntilItIsOver(pool, killer);
            } finally {
                over = true;
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        } finally {
            works.forEach(Works::close);
        }
    }

    private void resizeUntilItIsOver(WorkerPool pool, Killer killer) throws InterruptedException {
        while (!isOver()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 2000));
            int workers = random.nextInt(1, MAX_WORKERS + 1);
            killer.spareFrom(workers);
            pool.resize(workers);
            killer.spareNone(workers);
        }
    }

    private void lookForSuccessors(Workers workers) {
        while (!isOver()) {
            tally.lookForSuccessors(workers);
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isOver() {
        boolean late = System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(20 + SECONDS_A_KILL_AT_MOST * kills);
        over |= late || tally.kills() >= kills || tally.hasHung();
        return over;
    }

    private static Thread start(Runnable action) {
        return Thread.ofPlatform().start(action);
    }

    private static WorkerPool open(int workers) {
        WorkerCommand command = WorkerCommand.ofThisJvm();
        for (Class<?> kernel : SoakKernels.class.getDeclaredClasses()) {
            command = command.allowing(kernel.getName());
        }
        return WorkerPool.open(command, workers, System.err::println);
    }
}
