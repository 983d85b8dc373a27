package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.ElementRange;
import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobReport;
import io.gatun.job.ResumedJob;
import io.gatun.job.RetryPolicy;
import io.gatun.job.WorkerFailure;
import io.gatun.job.WorkerPool;
import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentName;
import io.gatun.workers.StepTables.Last;
import io.gatun.workers.StepTables.Left;
import io.gatun.workers.StepTables.OfWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at each step there is: somebody finishes what it was at, to the same bits, and nothing is left behind.
 *
 * <p>The steps are those of {@link CrashPoint}, which kills for real; who comes to which is in {@link StepTables}. What was found each
 * time, and what became of it, is written to {@code target/every-step.md}. With {@code -Psoak} the same for each step at its second and
 * third time, in both jobs, with a dead worker before it and without.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // by open(), before all tests
class EveryStepTest {
    private static final Path TABLE = Path.of("target", "every-step.md");
    private static final List<String> ROWS = new ArrayList<>();

    private static final Set<CrashPoint> MAKING = EnumSet.range(CrashPoint.SEGMENT_CREATED, CrashPoint.SEGMENT_NAMED);

    @TempDir
    private static Path scratch;

    private static Path folder;
    private static WorkerPool ordinary;
    private static StepRemains remains;
    private static double result;

    @BeforeAll
    static void open() throws Exception {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "gatun-test-");
        System.setProperty(SegmentName.FOLDER_PROPERTY, folder.toString());
        ordinary = WorkerPool.open(StepWork.command(), StepWork.WORKERS, StepWork::print);
        remains = new StepRemains();
        result = run(ordinary, StepWork.WRITE, RetryPolicy.DEFAULT).result();
    }

    @AfterAll
    static void close() throws Exception {
        try {
            ordinary.close();
            ROWS.addAll(0, List.of("| step | who dies | what is found | recovered |", "|---|---|---|---|"));
            Files.write(TABLE, ROWS);
            Files.delete(folder); // there is nothing in it
        } finally {
            System.clearProperty(SegmentName.FOLDER_PROPERTY);
        }
    }

    /** After each: an ordinary job is none the worse for it. */
    @AfterEach
    void nothingIsLeft() throws Exception {
        String left = remains.describe();
        remains.collect();
        assertEquals("nothing", left, "left behind in shared memory");
        run(ordinary, StepWork.WRITE, RetryPolicy.DEFAULT);
    }

    @Test
    void everyStepIsSomebodysLast() {
        assertEquals(
                EnumSet.range(CrashPoint.SEGMENT_CREATED, CrashPoint.ORPHAN_LOCKED).stream()
                        .map(CrashPoint::name)
                        .collect(Collectors.toSet()),
                StepTables.all());
    }

    @ParameterizedTest
    @MethodSource("io.gatun.workers.StepTables#ofWorkers")
    void aWorkersChunkIsDoneByAnother(OfWorker last) throws Exception {
        Path once = scratch.resolve("worker-" + last);
        String[] flags = StepProcess.dying(last.toString(), once.toString());
        List<String> found = new ArrayList<>();
        try (WorkerPool pool = WorkerPool.open(StepWork.command(flags), StepWork.WORKERS, StepWork::print)) {
            for (StepWork work : StepWork.values()) {
                JobReport report = run(pool, work, RetryPolicy.DEFAULT);
                if (last.works().contains(work)) {
                    awaitDeath(once);
                    Files.delete(once); // in the next job one dies again
                    found.add(work + ": " + describe(report));
                }
            }
            if (last.works().isEmpty()) {
                awaitDeath(once);
                found.add("it had not begun");
            } else {
                Files.createFile(once);
            }
            run(pool, StepWork.WRITE, RetryPolicy.DEFAULT);
        }
        tell(last.toString(), "worker", String.join("; ", found), "same bits, by the same coordinator");
    }

    @ParameterizedTest
    @MethodSource("io.gatun.workers.StepTables#ofCoordinators")
    void aCoordinatorsJobIsTakenUp(Last last) throws Exception {
        Path once = scratch.resolve("of-coordinator");
        Files.deleteIfExists(once);
        assertEquals(StepProcess.KILLED, coordinate(last, once), "it never came to " + last);
        assertEquals(!last.deadWorker().isEmpty() && !last.loses(), Files.exists(once), "whether its worker died");
        String found = remains.describe();
        remains.check();
        String recovered = recover(last);
        tell(
                last.at() + " in " + last.work(),
                last.deadWorker().isEmpty() ? "coordinator" : "worker at " + last.deadWorker() + ", then coordinator",
                found,
                recovered + "; orphans removed: " + remains.collect());
    }

    /** In place, a block torn by a worker, and none of those who take the job up gets further than a step. */
    @Test
    @Timeout(240)
    void aJobSurvivesAllWhoTakeItUp() throws Exception {
        Last first = new Last(StepWork.CHANGE, "ROUND_WITHDRAWN", Left.A_JOB, "KERNEL_AT_WORK");
        assertEquals(StepProcess.KILLED, coordinate(first, scratch.resolve("of-resumers")));
        String pool = remains.pool().orElseThrow().value();
        for (String step : StepTables.ofResumers()) {
            assertEquals(
                    StepProcess.KILLED,
                    StepProcess.run(step, StepProcess.Resumer.class, pool),
                    "it never came to " + step);
            remains.check();
            tell(step, "who takes the job up", remains.describe(), "by the next who takes it up");
        }
        assertEquals(0, StepProcess.run("", StepProcess.Resumer.class, pool));
        assertTrue(StepWork.CHANGE.isDone());
        assertEquals("nothing", remains.collect());
    }

    @Test
    void whatACollectorLeavesIsCollectedByTheNext() throws Exception {
        Last first = new Last(StepWork.CHANGE, "ROUND_PUBLISHED", Left.A_JOB, "");
        assertEquals(StepProcess.KILLED, coordinate(first, scratch.resolve("of-collectors")));
        StepRemains.awaitNoWorkers();
        for (String step : StepTables.ofCollectors()) {
            assertEquals(
                    StepProcess.KILLED, StepProcess.run(step, StepProcess.Collector.class), "it never came to " + step);
            tell(step, "who removes orphans", remains.describe(), "by the next who removes them");
        }
        assertEquals(0, StepProcess.run("", StepProcess.Collector.class));
        assertEquals("nothing", remains.collect());
    }

    @ParameterizedTest
    @MethodSource("io.gatun.workers.StepTables#ofWorkersAllOfWhichDie")
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    void aJobIsDoneByWorkersAllOfWhichDie(StepWork work, String at) throws Exception {
        String[] flags = StepProcess.dying(at, "");
        try (WorkerPool pool = WorkerPool.open(StepWork.command(flags), StepWork.WORKERS, StepWork::print)) {
            JobReport report = run(pool, work, RetryPolicy.ofAttempts(255));
            int dead = report.failures().size();
            tell(at + " in " + work, dead + " workers", describe(report), "same bits, by the same coordinator");
        }
    }

    @ParameterizedTest
    @EnumSource(from = "SEGMENT_CREATED", to = "ORPHAN_LOCKED")
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    @Timeout(600)
    void aCoordinatorMayDieAnywhereAtAnyTime(CrashPoint step) throws Exception {
        Path once = scratch.resolve("anywhere");
        for (StepWork work : StepWork.values()) {
            for (String deadWorker : List.of("", "KERNEL_AT_WORK")) {
                int first = MAKING.contains(step) ? 2 : 1; // there is no x before
                int exitCode = StepProcess.KILLED;
                for (int time = first; time <= first + 2 && exitCode == StepProcess.KILLED; time++) {
                    Files.deleteIfExists(once);
                    Last last = new Last(work, step + ":" + time, Left.A_JOB, deadWorker);
                    exitCode = coordinate(last, once);
                    if (exitCode == StepProcess.KILLED) {
                        String found = remains.describe();
                        remains.check();
                        recoverWhatThereIs(last);
                        tell(last.toString(), "coordinator", found, remains.collect());
                    } else {
                        assertEquals(0, exitCode, last::toString);
                        assertTrue(work.isDone(), last::toString);
                        StepWork.remove();
                    }
                }
            }
        }
    }

    private static int coordinate(Last last, Path once) throws Exception {
        return StepProcess.run(
                last.at(), StepProcess.Coordinator.class, last.work(), last.deadWorker(), once, last.loses());
    }

    private static String recover(Last last) throws Exception {
        Optional<SegmentName> pool = remains.pool();
        boolean hasPool = last.left() != Left.NO_POOL && last.left() != Left.NO_POOL_AND_ALL_DONE;
        assertEquals(hasPool, pool.isPresent());
        return switch (last.left()) {
            case A_JOB, A_JOB_WITHOUT_A_CHUNK -> resume(last, pool.orElseThrow());
            case NO_POOL, NOTHING_BEGUN -> {
                pool.ifPresent(EveryStepTest::assertNothingToResume);
                assertTrue(last.work().isUntouched());
                yield "nothing had begun";
            }
            case ALL_DONE, NO_POOL_AND_ALL_DONE -> {
                pool.ifPresent(EveryStepTest::assertNothingToResume);
                assertTrue(last.work().isDone());
                yield "all was there";
            }
        };
    }

    /** Takes the job up if there is one; then its arrays are as they should be, and otherwise so or as they were. */
    private static void recoverWhatThereIs(Last last) throws Exception {
        Optional<SegmentName> pool = remains.pool();
        try {
            if (pool.isPresent()) {
                resume(last, pool.get());
                return;
            }
        } catch (JobException.NothingToResume e) {
            // looked at below
        }
        assertTrue(last.work().isDone() || last.work().isUntouched(), last::toString);
    }

    private static void assertNothingToResume(SegmentName pool) {
        assertThrows(
                JobException.NothingToResume.class, () -> ResumedJob.open(pool, StepWork.command(), StepWork::print));
    }

    private static String resume(Last last, SegmentName pool) throws Exception {
        List<ElementRange> missing;
        try (ResumedJob resumed = ResumedJob.open(pool, StepWork.command(), StepWork::print)) {
            JobReport report = resumed.run(progress -> {});
            StepWork.publish(resumed.job());
            resumed.finish();
            missing = report.missing();
            if (last.work() == StepWork.WRITE && !last.loses()) {
                assertEquals(result, report.result());
            }
        }
        assertEquals(last.loses() ? 1 : 0, missing.size());
        assertTrue(last.work().isDoneBut(missing));
        return last.loses() ? "same bits, but for the chunk that had been given up" : "same bits";
    }

    private static JobReport run(WorkerPool pool, StepWork work, RetryPolicy policy) throws Exception {
        Job job = work.create(policy);
        try {
            JobReport report = pool.run(job);
            StepWork.publish(job);
            assertTrue(work.isDone());
            if (work == StepWork.WRITE && result != 0) {
                assertEquals(result, report.result());
            }
            return report;
        } finally {
            StepWork.close(job);
            StepWork.remove();
        }
    }

    private static void awaitDeath(Path once) {
        TestPool.awaitUntil("a worker has died", () -> Files.exists(once));
    }

    private static String describe(JobReport report) {
        Set<Boolean> hadChunks = report.failures().stream()
                .map(WorkerFailure::elements)
                .map(Optional::isPresent)
                .collect(Collectors.toSet());
        if (hadChunks.isEmpty()) {
            return "nobody needed it any more";
        }
        return hadChunks.contains(true) ? "it had a chunk, in the ledger" : "no chunk is its, by the ledger";
    }

    private static void tell(String step, String who, String found, String recovered) {
        ROWS.add("| %s | %s | %s | %s |".formatted(step, who, found, recovered));
    }
}
