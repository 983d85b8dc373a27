package io.gatun.workers;

import static io.gatun.workers.TestPool.assertUsable;
import static io.gatun.workers.TestPool.job;
import static io.gatun.workers.TestPool.open;
import static io.gatun.workers.WorkerPoolTest.temporary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import io.gatun.segment.SharedArray;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs whose ledger or partials do not fit into the control segment. */
@ExtendWith(SharedFolder.class)
@Timeout(60)
class LargeJobTest {
    private static final int BLOCKS = 1000;

    @Test
    void partialsThatNeedASegmentOfTheirOwnAreReducedAndSoAreFewerAndMore() throws Exception {
        try (WorkerPool pool = open(2)) {
            List<Long> pids = assertUsable(pool);
            for (int width : new int[] {1, 300, 2, 299, 600, 1, 300}) {
                assertWideResult(pool, width);
                assertEquals(pids, assertUsable(pool));
            }
            assertEquals(2, Segments.list().size(), "the control segment and one beside it");
        }
        assertEquals(List.of(), Segments.list());
    }

    @Test
    void aJobOfVeryManyChunksIsDone() throws Exception {
        try (SharedArray y = temporary(600_000);
                WorkerPool pool = open(2)) {
            pool.run(job(TestKernels.Fill.class)
                    .write("y", y)
                    .parameter("value", 3)
                    .chunk(1));
            for (long i = 0; i < y.size(); i++) {
                assertEquals(3, y.getDouble(i));
            }
            assertUsable(pool);
            y.unlink();
        }
    }

    @Test
    void whereThereIsNoRoomForItTheJobIsRefusedAndThePoolGoesOn() throws Exception {
        Path shared = SegmentName.folder();
        try (SmallTmpfs small = SmallTmpfs.mount("size=6m")) {
            System.setProperty(SegmentName.FOLDER_PROPERTY, small.folder().toString());
            try (WorkerPool pool = open(2)) {
                List<Long> pids = assertUsable(pool);
                assertWideResult(pool, 300);
                for (int round = 0; round < 3; round++) {
                    var e = assertThrows(SegmentException.NoSpace.class, () -> pool.run(wide(600)));
                    assertTrue(e.neededBytes() >= 600L * BLOCKS * Double.BYTES, e.getMessage());
                    assertEquals(pids, assertUsable(pool));
                    assertWideResult(pool, 300);
                }
            } finally {
                System.setProperty(SegmentName.FOLDER_PROPERTY, shared.toString());
            }
        }
    }

    private static void assertWideResult(WorkerPool pool, int width) throws InterruptedException {
        List<Double> results = pool.run(wide(width)).results();
        assertEquals(width, results.size());
        for (int position = 0; position < width; position++) {
            assertEquals(2.0 * (BLOCKS - 1) + position, results.get(position));
        }
    }

    /** A job of {@value #BLOCKS} blocks of two elements, whose results are the last block's partials. */
    private static Job wide(int width) {
        return job(TestKernels.Wide.class)
                .elements(2 * BLOCKS)
                .parameter("width", width)
                .reduce(Collections.nCopies(width, Reduction.MAX));
    }
}
