package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.Schedule;
import io.gatun.posix.Proc;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSegmentTest {
    private static final int WORKERS = 3;

    @TempDir
    private Path folder;

    @Test
    void aWorkerSeesTheJobAsItWasDescribed() {
        SegmentName name = SegmentName.random("gatun-test-control-");
        try (SharedArray x = SharedArray.create(folder.resolve("x.npy"), DType.FLOAT64, 10);
                ControlSegment coordinator = ControlSegment.create(name.path(), WORKERS);
                ControlSegment worker = ControlSegment.attach(name.path())) {
            Job job = Job.of("κernel").readWrite("x", x).parameter("a", -0.0);
            CurrentJob posted = post(coordinator, job, 10, 2).job();
            JobBoard.Claim claim = new JobBoard.Claim();
            assertTrue(worker.board().claim(0, claim));
            assertEquals(posted, claim.job());
            JobDescription seen = worker.area(claim.job()).description();
            assertEquals(JobDescription.of(job), seen);
            assertEquals("κernel", seen.kernel());
            assertEquals(Map.of("a", -0.0), seen.parameters());
            coordinator.unlink();
        }
        assertFalse(Files.exists(name.path()));
    }

    @Test
    void partialsOfBlocksDoNotTouchEachOtherTheLedgerOrTheDescription() {
        withControl(control -> {
            JobArea area = post(control, Job.of("kernel"), 10, 2);
            for (long block = 0; block < 10; block++) {
                area.setPartial(block, 0, block);
                area.setPartial(block, 1, -block);
            }
            area.ledger().claimed(0, 1, 1);
            area.ledger().claimed(9, 1, 1);
            area.ledger().done(9, 1, 1);
            for (long block = 0; block < 10; block++) {
                assertEquals(block, area.partial(block, 0));
                assertEquals(-block, area.partial(block, 1));
            }
            assertEquals("kernel", area.description().kernel());
        });
    }

    @Test
    void aJobLargerThanTheSegmentGetsAnotherWhichWorkersFind() {
        withControl(control -> {
            JobArea large = post(control, Job.of("kernel"), 1 << 20, 3);
            assertEquals(1, large.job().area());
            large.setPartial((1 << 20) - 1, 2, 7);
            try (ControlSegment worker = ControlSegment.attach(control.path())) {
                JobArea seen = worker.area(large.job());
                assertEquals(7, seen.partial((1 << 20) - 1, 2));
                assertEquals(
                        1, post(control, Job.of("kernel"), 1 << 19, 3).job().area(), "the same serves a smaller one");
                JobArea larger = post(control, Job.of("larger"), 1 << 21, 3);
                assertEquals(2, larger.job().area());
                assertEquals("larger", worker.area(larger.job()).description().kernel());
                assertEquals(0, post(control, Job.of("kernel"), 1, 1).job().area());
            }
        });
    }

    @Test
    void aLongStackTraceIsCutAndHurtsNobody() {
        withControl(control -> {
            CurrentJob job = post(control, Job.of("kernel"), 10, 1).job();
            control.slot(0).failed(job, "x".repeat(100_000));
            assertEquals("x".repeat(SlotLayout.ERROR_BYTES), control.slot(0).error());
            assertTrue(control.slot(0).hasFailed(job));
            assertFalse(control.slot(1).hasFailed(job));
            assertFalse(control.slot(1).isAttached());
        });
    }

    /** As one that was started by a coordinator which died, and took its time. */
    @Test
    void aWorkerComesOnlyToARowOfItsOwnCoordinator() {
        long me = ProcessHandle.current().pid();
        withControl(control -> {
            WorkerSlot row = control.slot(0);
            assertTrue(row.attach(me), "the pool's first coordinator");
            assertEquals(Proc.self(), row.identity());
            assertFalse(row.attach(me), "somebody has come already");
            assertEquals(Proc.self(), row.seize());
            assertFalse(row.isAttached());
            assertFalse(row.attach(me + 1));
            row.reset();
            assertFalse(row.attach(me + 1));
            assertEquals(new Proc.Identity(0, 0), row.identity());
            assertTrue(row.attach(me));
        });
    }

    @Test
    void anotherFileOrVersionIsRefused() throws Exception {
        Path file = folder.resolve("other");
        Files.write(file, new byte[4096]);
        assertThrows(SegmentException.Malformed.class, () -> ControlSegment.attach(file));
        byte[] future = new byte[4096];
        System.arraycopy("GATUNCTL".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, future, 0, 8);
        future[8] = 99;
        Files.write(file, future);
        var e = assertThrows(SegmentException.Malformed.class, () -> ControlSegment.attach(file));
        assertEquals(8, e.byteOffset());
    }

    private static void withControl(Consumer<ControlSegment> test) {
        try (ControlSegment control =
                ControlSegment.create(SegmentName.random("gatun-test-control-").path(), WORKERS)) {
            try {
                test.accept(control);
            } finally {
                control.unlink();
            }
        }
    }

    /** Posts a job in chunks of one element. */
    private static JobArea post(ControlSegment control, Job job, long elements, int partialWidth) {
        byte[] description = JobDescription.of(job).encode();
        ChunkPlan plan = new ChunkPlan(elements, 1, 1);
        JobArea area = control.prepareArea(
                new CurrentJob(1, plan, Schedule.DYNAMIC, WORKERS, partialWidth, 1, description.length, 0),
                description);
        control.board().post(area.job());
        return area;
    }
}
