package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.WorkerPool;
import io.gatun.job.control.ControlCheck;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A coordinator in a process of its own, killed as hard as can be. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class CoordinatorDeathTest {
    private static final int WORKERS = 3;
    private static final String AT_WORK = "a job that never ends";
    private static final String IDLE = "no job";
    private static final String LARGE = "a job that needs a further segment";
    private static final String CREATES = "an array that workers touch first";

    @Test
    void workersAtWorkDoNotOutliveIt() throws Exception {
        Process coordinator = start(AT_WORK);
        List<ProcessHandle> workers = workersOf(coordinator);
        assertEquals(WORKERS, workers.size());
        coordinator.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
            assertFalse(worker.isAlive());
        }
        assertOnlyTheControlSegmentIsLeft();
    }

    @Test
    void workersThatStillWaitForTheJobDoNotOutliveIt() throws Exception {
        Process coordinator = start(IDLE);
        List<ProcessHandle> workers = workersOf(coordinator);
        coordinator.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        assertOnlyTheControlSegmentIsLeft();
    }

    @Test
    void aJobsFurtherSegmentIsAnOrphanToo() throws Exception {
        Process coordinator = start(LARGE);
        List<ProcessHandle> workers = workersOf(coordinator);
        coordinator.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        List<SegmentInfo> orphans = Segments.orphans();
        assertEquals(orphans, Segments.list());
        assertEquals(
                List.of(SegmentKind.CONTROL, SegmentKind.CONTROL),
                orphans.stream().map(SegmentInfo::kind).toList());
        assertEquals(orphans.get(0).name().value() + ".1", orphans.get(1).name().value());
        assertTrue(PoolSnapshot.of(orphans.get(0).name()).isPresent());
        assertTrue(PoolSnapshot.of(orphans.get(1).name()).isEmpty(), "it is part of a pool, and none itself");
        List<String> problems = ControlCheck.of(orphans.get(1).name().path()).problems();
        assertTrue(problems.getFirst().contains("a large job's area"), problems::toString);
        orphans.forEach(orphan -> Segments.unlink(orphan.name()));
    }

    /** A stopped worker keeps the first touch of the array from ending. */
    @Test
    void anArrayThatWorkersWereTouchingIsAnOrphanThatNeverGotItsName() throws Exception {
        Process coordinator = start(CREATES);
        List<ProcessHandle> workers = workersOf(coordinator);
        signal("STOP", workers.getFirst());
        coordinator.outputWriter().append("go\n").flush();
        TestPool.awaitUntil(
                "the array is being made",
                () -> Segments.list().stream()
                        .anyMatch(segment -> segment.name().isTemporary()));
        coordinator.destroyForcibly().waitFor();
        signal("CONT", workers.getFirst());
        for (ProcessHandle worker : workers) {
            worker.onExit().get(10, TimeUnit.SECONDS);
        }
        List<SegmentInfo> orphans = Segments.orphans();
        assertEquals(orphans, Segments.list());
        assertEquals(
                List.of(false, true),
                orphans.stream().map(orphan -> orphan.name().isTemporary()).toList());
        orphans.forEach(orphan -> Segments.unlink(orphan.name()));
    }

    /** It took its time, and finds the row ready for another's worker. */
    @Test
    void aWorkerThatComesToAPoolOfAnotherCoordinatorLeavesAgain() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        SegmentName name = SegmentName.random("gatun-test-control-");
        try (ControlSegment control = ControlSegment.create(name.path(), 1)) {
            control.slot(0).reset();
            Process late = worker(control, dead.pid());
            assertEquals(0, late.waitFor());
            assertFalse(control.slot(0).isAttached());
            Process own = worker(control, ProcessHandle.current().pid());
            TestPool.awaitUntil("it comes", control.slot(0)::isAttached);
            assertEquals(own.pid(), control.slot(0).identity().pid());
            own.destroyForcibly().waitFor();
            control.unlink();
        }
    }

    private static Process worker(ControlSegment control, long coordinator) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        control.path().toString(),
                        "0",
                        Long.toString(coordinator),
                        "false")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private static void assertOnlyTheControlSegmentIsLeft() {
        List<SegmentInfo> orphans = Segments.orphans();
        assertEquals(orphans, Segments.list());
        assertEquals(1, orphans.size());
        assertEquals(SegmentKind.CONTROL, orphans.getFirst().kind());
        Segments.unlink(orphans.getFirst().name());
    }

    private static Process start(String what) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-D" + SegmentName.FOLDER_PROPERTY + "=" + SegmentName.folder(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Coordinator.class.getName(),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        assertEquals("ready", said.readLine());
        return process;
    }

    private static List<ProcessHandle> workersOf(Process coordinator) {
        return coordinator.children().toList();
    }

    /** Does what its argument says on a pool, and says when its workers are where the test wants them. */
    static final class Coordinator {
        private Coordinator() {}

        public static void main(String[] arguments) throws Exception {
            WorkerPool pool = WorkerPoolTest.open(WORKERS, TestKernels.Endless.class);
            Job endless = Job.of(TestKernels.Endless.class.getName()).chunk(1);
            switch (arguments[0]) {
                case IDLE -> {
                    System.out.println("ready");
                    new java.util.concurrent.CountDownLatch(1).await();
                }
                case CREATES -> {
                    sayReadyWhenAllHave("");
                    System.in.read();
                    pool.create(SegmentName.of("made"), DType.FLOAT64, 1 << 20);
                }
                case LARGE -> {
                    Thread.ofPlatform().daemon().start(() -> sayReadyWhenAllHave(".1"));
                    pool.run(endless.elements(1 << 20));
                }
                default -> {
                    Thread.ofPlatform().daemon().start(() -> sayReadyWhenAllHave(""));
                    pool.run(endless.elements(1000));
                }
            }
        }

        private static void sayReadyWhenAllHave(String nameEnd) {
            while (Segments.list().stream()
                    .noneMatch(s ->
                            s.users().size() == WORKERS + 1 && s.name().value().endsWith(nameEnd))) {
                Thread.onSpinWait();
            }
            System.out.println("ready");
        }
    }
}
