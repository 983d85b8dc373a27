package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.awaitUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.Reduction;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where workers compute, and where the pages of their arrays come from. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class PlacementTest {
    @Test
    void aPinnedWorkersComputingThreadHasOneProcessorAndAnotherWorkersIsAnother() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        WorkerCommand command = WorkerCommand.ofThisJvm().allowing(TestKernels.Counting.class.getName());
        try (WorkerPool pool = WorkerPool.open(command.pinned(), processors, line -> {})) {
            List<Long> workers = assertUsable(pool); // a late worker may take no part in it
            awaitUntil(
                    "every worker is pinned",
                    () -> workers.stream()
                            .noneMatch(pid -> processorsOfPinnedThreads(pid).isEmpty()));
            List<String> pinned = workers.stream()
                    .map(PlacementTest::processorsOfPinnedThreads)
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
            assertEquals(processors, pinned.size(), pinned::toString);
        }
    }

    @Test
    void withoutAskingNobodyIsPinned() throws Exception {
        Skip.unless(Runtime.getRuntime().availableProcessors() > 1, "one processor: every thread is on it");
        try (WorkerPool pool = TestPool.open(1)) {
            assertEquals(List.of(), processorsOfPinnedThreads(assertUsable(pool).getFirst()));
        }
    }

    @Test
    void anArrayThatWorkersTouchFirstIsAnArrayOfZerosWithAllItsPages() throws Exception {
        try (WorkerPool pool = TestPool.open(3);
                SharedArray array = pool.create(SegmentName.of("placed"), DType.FLOAT64, 1000, 1001)) {
            assertEquals(
                    List.of(1000L, 1001L),
                    Stream.of(array.shape()[0], array.shape()[1]).toList());
            assertEquals(0, array.getDouble(0));
            assertEquals(0, array.getDouble(1000 * 1001 - 1));
            Path file = array.segment().path();
            assertEquals("placed", file.getFileName().toString());
            long size = Files.size(file);
            assertEquals(4096 + 8L * 1000 * 1001, size);
            Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
            long allocated = Long.parseLong(du.inputReader().readLine().split("\\s", -1)[0]);
            assertTrue(allocated >= size, () -> allocated + " bytes of " + size + " are reserved");
            Job job = Job.of("sin2cos2").write("y", array).reduce(Reduction.SUM).schedule(Schedule.STATIC);
            assertEquals(1_001_000, pool.run(job).result());
            assertTrue(pool.run(job).perWorker().stream()
                    .mapToLong(WorkerReport::elements)
                    .allMatch(n -> n > 0));
            array.unlink();
        }
    }

    @Test
    void anArrayThatCannotBeMadeLeavesNothing() throws Exception {
        try (WorkerPool pool = TestPool.open(1);
                SharedArray taken = SharedArray.create(SegmentName.of("taken"), DType.FLOAT64, 1)) {
            assertThrows(
                    SegmentException.AlreadyExists.class,
                    () -> pool.create(SegmentName.of("taken"), DType.FLOAT64, 10_000));
            assertThrows(
                    SegmentException.NoSpace.class, () -> pool.create(SegmentName.of("huge"), DType.FLOAT64, 1L << 50));
            taken.unlink();
            assertFalse(Segments.list().stream().anyMatch(s -> s.name().isTemporary()));
            assertUsable(pool);
        }
    }

    @Test
    void anInterruptedCreatorLeavesNothing() throws Exception {
        try (WorkerPool pool = TestPool.open(1)) {
            Thread.currentThread().interrupt();
            assertThrows(
                    InterruptedException.class,
                    () -> pool.create(SegmentName.of("interrupted"), DType.FLOAT64, 1 << 20));
            assertFalse(Thread.interrupted());
            assertEquals(1, Segments.list().size(), "the control segment");
            assertUsable(pool);
        }
    }

    /** Returns the processor of each thread of a process that may run on one only. */
    private static List<String> processorsOfPinnedThreads(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.map(thread -> allowed(thread.resolve("status")))
                    .filter(list -> list.matches("\\d+"))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String allowed(Path status) {
        try {
            return Files.readString(status)
                    .lines()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            return ""; // a thread that has just ended
        }
    }
}
