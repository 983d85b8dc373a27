package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.bench.SegmentLifeBenchmark.Attached;
import io.gatun.bench.SegmentLifeBenchmark.Existing;
import io.gatun.bench.SegmentLifeBenchmark.Mapped;
import io.gatun.bench.SegmentLifeBenchmark.Named;
import io.gatun.bench.SegmentLifeBenchmark.Nothing;
import io.gatun.workers.kernel.Sin2Cos2;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@Timeout(60)
@ExtendWith(PrivateSegments.class)
final class BenchmarksTest {
    private static final int ELEMENTS = 10_000;

    @Test
    void everyWayOfAccessReadsTheSameNumbers() {
        SegmentAccessBenchmark access = new SegmentAccessBenchmark();
        access.elements = ELEMENTS;
        access.open();
        try {
            double[] values = new Random(42).doubles(ELEMENTS).toArray();
            assertEquals(Arrays.stream(values).sum(), access.javaArray(), 1e-9);
            assertEquals(access.javaArray(), access.memorySegment());
            assertEquals(access.javaArray(), access.sharedArray());
            assertArrayEquals(values, access.copyOut());
        } finally {
            access.close();
        }
    }

    @Test
    void accessRefusesSizesItsLoopsDoNotFit() {
        SegmentAccessBenchmark access = new SegmentAccessBenchmark();
        access.elements = 6;
        assertThrows(IllegalArgumentException.class, access::open);
    }

    @Test
    void everyFormOfSin2Cos2SumsToTheNumberOfElements() throws Exception {
        Sin2Cos2Benchmark sin2cos2 = new Sin2Cos2Benchmark();
        sin2cos2.elements = ELEMENTS;
        sin2cos2.blockElements = 512;
        sin2cos2.open();
        try {
            double bound = ELEMENTS * Sin2Cos2.MAX_MEAN_ERROR;
            assertEquals(ELEMENTS, sin2cos2.kernel(), bound);
            assertEquals(ELEMENTS, sin2cos2.javaLoop(), bound);
            assertAllNearOne(sin2cos2.values);
            Arrays.fill(sin2cos2.values, 0);
            assertEquals(ELEMENTS, sin2cos2.parallelStream(), bound);
            assertAllNearOne(sin2cos2.values);
        } finally {
            sin2cos2.close();
        }
    }

    @Test
    void aBlockInProcessCoversEveryElementOnceForAnyBlockSize() throws Exception {
        for (long blockElements : new long[] {1, 7, 512, 999, 1000, 5000}) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment y = arena.allocate(JAVA_DOUBLE, 1000);
                double visits = new InProcessBlock()
                        .with("y", y)
                        .run(
                                block -> {
                                    for (long i = block.begin(); i < block.end(); i++) {
                                        y.setAtIndex(JAVA_DOUBLE, i, y.getAtIndex(JAVA_DOUBLE, i) + 1);
                                    }
                                    block.partial((double) (block.end() - block.begin()));
                                },
                                1000,
                                blockElements);
                assertEquals(1000, visits);
                assertTrue(Arrays.stream(y.toArray(JAVA_DOUBLE)).allMatch(count -> count == 1));
            }
        }
    }

    @Test
    void everyFormOfCreateLeavesZerosUnderTheName() throws Exception {
        SegmentLifeBenchmark life = new SegmentLifeBenchmark();
        Nothing nothing = new Nothing();
        assertZerosUnderTheName(nothing, life.create(nothing));
        assertZerosUnderTheName(nothing, life.createRawSparse(nothing));
        assertZerosUnderTheName(nothing, life.createRawFilled(nothing));
    }

    @Test
    void attachedMemoryIsThatOfTheSegmentUntilClosed() throws Exception {
        SegmentLifeBenchmark life = new SegmentLifeBenchmark();
        Existing existing = new Existing();
        existing.create();
        MemorySegment attached = life.attach(existing);
        MemorySegment raw = life.attachRaw(existing);
        attached.set(JAVA_BYTE, SegmentLifeBenchmark.BYTES - 1, (byte) 42);
        assertEquals(42, raw.get(JAVA_BYTE, SegmentLifeBenchmark.BYTES - 1));
        existing.unmap();
        assertFalse(attached.scope().isAlive());
        assertFalse(raw.scope().isAlive());
        existing.remove();
    }

    @Test
    void closeUnmapsAndLeavesTheName() throws Exception {
        SegmentLifeBenchmark life = new SegmentLifeBenchmark();
        Attached attached = new Attached();
        attached.create();
        attached.attach();
        life.close(attached);
        assertTrue(Files.exists(attached.name.path()));
        attached.remove();

        Mapped mapped = new Mapped();
        mapped.create();
        mapped.map();
        life.closeRaw(mapped);
        assertTrue(Files.exists(mapped.name.path()));
        mapped.remove();
    }

    @Test
    void unlinkRemovesTheName() throws Exception {
        SegmentLifeBenchmark life = new SegmentLifeBenchmark();
        Named named = new Named();
        named.create();
        assertTrue(life.unlink(named));
        assertFalse(Files.exists(named.name.path()));
        named.remove();
        named.create();
        life.unlinkRaw(named);
        assertFalse(Files.exists(named.name.path()));
        named.remove();
    }

    @Test
    void whatTheSyncBenchmarkTakesIsFreeAfterEachCall() {
        SyncBenchmark sync = new SyncBenchmark();
        sync.open();
        try {
            for (int i = 0; i < 3; i++) {
                sync.lock();
                sync.reentrantLock();
                sync.semaphore();
                sync.posixMutex();
                sync.lockedIncrement();
                assertTrue(sync.compareAndSetTwice());
                assertEquals(i, sync.varHandle());
            }
            assertEquals(3, sync.getAndAdd());
        } finally {
            sync.close();
        }
    }

    @Test
    void jmhFindsAndRunsEveryBenchmarkAndLeavesNothingBehind() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // its lock is there for the sake of the figures
        Options options = new OptionsBuilder()
                .include("io\\.gatun\\.bench\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .param("elements", Integer.toString(ELEMENTS))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        assertEquals(9 + 4 + 3 + 2 * 8 + 4 + 3 * 5 + 11, results.size());
    }

    private static void assertZerosUnderTheName(Nothing nothing, MemorySegment memory) throws Exception {
        assertEquals(SegmentLifeBenchmark.BYTES, memory.byteSize());
        assertEquals(SegmentLifeBenchmark.BYTES, Files.size(nothing.name.path()));
        MemorySegment zeros = MemorySegment.ofArray(new byte[SegmentLifeBenchmark.BYTES]);
        assertEquals(-1, memory.mismatch(zeros));
        nothing.remove();
        assertFalse(Files.exists(nothing.name.path()));
    }

    private static void assertAllNearOne(double[] values) {
        for (double value : values) {
            assertEquals(1, value, Sin2Cos2.MAX_ERROR);
        }
    }
}
