package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPlanTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 63, 1023, 1024, 1025, 4097, 1_000_000, 402_653_184, 3_000_000_000L, 1L << 53})
    void chunksCoverAllElementsOnceForAnyRequest(long elements) {
        for (int workers : new int[] {1, 3, 16, 128}) {
            for (long request : new long[] {0, 1, 64, 1000, elements, Long.MAX_VALUE / 2}) {
                OptionalLong chunk = request == 0 ? OptionalLong.empty() : OptionalLong.of(request);
                ChunkPlan plan = ChunkPlan.of(elements, chunk, true, workers, 0);
                assertEquals(0, plan.chunkElements() % plan.blockElements());
                assertEquals(0, plan.chunkBegin(0));
                assertEquals(elements, plan.chunkEnd(plan.chunks() - 1));
                assertTrue(plan.chunkBegin(plan.chunks() - 1) < elements);
                long middle = plan.chunks() / 2;
                if (middle > 0) {
                    assertEquals(plan.chunkEnd(middle - 1), plan.chunkBegin(middle));
                }
            }
        }
    }

    @Test
    void aJobWithoutAResultIsCutIntoTheChunksThatWereAskedFor() {
        ChunkPlan plan = ChunkPlan.of(1_000_000, OptionalLong.of(64), false, 2, 0);
        assertEquals(64, plan.chunkElements());
        assertEquals(15_625, plan.chunks());
        assertEquals(
                20_000,
                ChunkPlan.of(1_000_000, OptionalLong.of(20_000), false, 2, 0).chunkElements());
        assertEquals(
                20_016,
                ChunkPlan.of(1_000_000, OptionalLong.of(20_001), false, 2, 0).chunkElements());
    }

    @Test
    void aKnownSpeedMakesChunksOfTwentyMicroseconds() {
        assertEquals(
                16_384,
                ChunkPlan.of(1 << 20, OptionalLong.empty(), true, 2, 1.2).chunkElements());
        assertEquals(
                2048, ChunkPlan.of(1 << 20, OptionalLong.empty(), true, 2, 1e9).chunkElements());
        assertTrue(ChunkPlan.of(1L << 20, OptionalLong.empty(), true, 2, 1e-9).chunks() >= 8);
    }

    @Test
    void aLongJobHasLongerChunksButOfNoMoreThanHalfAMillisecond() {
        assertEquals(
                128, ChunkPlan.of(1 << 25, OptionalLong.empty(), true, 2, 0.3).chunks());
        assertEquals(
                1 << 19,
                ChunkPlan.of(1L << 40, OptionalLong.empty(), true, 2, 0.95).chunkElements());
    }

    @Test
    void manyWorkersGetLongerChunksSoThatTheirClaimsDoNotMeet() {
        long few = ChunkPlan.of(1 << 24, OptionalLong.empty(), true, 16, 1).chunkElements();
        long many = ChunkPlan.of(1 << 28, OptionalLong.empty(), true, 128, 1).chunkElements();
        assertTrue(many >= 7 * few, () -> many + " elements in a chunk for 128 workers, " + few + " for 16");
    }

    @Test
    void blocksDependOnTheNumberOfElementsAlone() {
        long block = ChunkPlan.of(1_000_000, OptionalLong.empty(), true, 4, 0).blockElements();
        assertEquals(
                block, ChunkPlan.of(1_000_000, OptionalLong.of(7), true, 4, 0).blockElements());
        assertEquals(
                block,
                ChunkPlan.of(1_000_000, OptionalLong.empty(), true, 77, 0).blockElements());
    }

    @Test
    void fewSlowElementsAreStillShared() {
        assertEquals(1000, ChunkPlan.of(1000, OptionalLong.of(1), true, 8, 0).chunks());
        assertTrue(ChunkPlan.of(100, OptionalLong.empty(), true, 8, 0).chunks() >= 8);
    }

    @Test
    void eachWorkerHasSeveralChunksByDefault() {
        assertTrue(ChunkPlan.of(1_000_000, OptionalLong.empty(), true, 4, 0).chunks() >= 4 * 16);
    }

    @Test
    void progressOfAHugeJobIsTold() {
        assertEquals(
                1 << 20,
                ChunkPlan.of(1L << 40, OptionalLong.empty(), true, 2, 0).chunkElements());
    }

    @Test
    void aBlockFitsIntoTheSecondCache() {
        assertEquals(
                16_384,
                ChunkPlan.of(1L << 40, OptionalLong.empty(), true, 128, 0).blockElements());
    }
}
