package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What threads of one process do at once can be explained by one step after the other, as Lincheck finds out by trying. It tries with real threads, which meet by chance:
 * its other way, which decides itself whose turn it is, would have to know of each access to shared memory.
 */
@ExtendWith(NothingLeftBehind.class)
class LincheckTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-lincheck");
    private static final int CAPACITY = 3;

    @Test
    void aMapIsLinearizable() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT)) {
            map.unlink();
            MapDeeds.shared = map;
            options().sequentialSpecification(MapModel.class).check(MapDeeds.class);
        }
    }

    @Test
    void aQueueIsLinearizable() {
        try (SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, CAPACITY)) {
            queue.unlink();
            QueueDeeds.shared = queue;
            options().sequentialSpecification(QueueModel.class).check(QueueDeeds.class);
        }
    }

    @Test
    void whatIsTwoStepsIsFound() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT)) {
            map.unlink();
            MapDeeds.shared = map;
            assertThrows(
                    LincheckAssertionError.class,
                    () -> options().sequentialSpecification(MapModel.class).check(TornDeeds.class));
        }
    }

    private static StressOptions options() {
        return new StressOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(3)
                .minimizeFailedScenario(false)
                .actorsPerThread(3);
    }

    /** What is done with a map. Lincheck makes one for each time; all use the same map, which is empty then. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    @SuppressWarnings("NullAway.Init") // set before Lincheck makes any
    public static final class MapDeeds {
        private static SharedMap<Integer, Integer> shared;

        public MapDeeds() {
            shared.clear();
        }

        @Operation
        public @Nullable Integer put(@Param(name = "key") int key, @Param(gen = IntGen.class) int value) {
            return shared.put(key, value);
        }

        @Operation
        public @Nullable Integer get(@Param(name = "key") int key) {
            return shared.get(key);
        }

        @Operation
        public @Nullable Integer remove(@Param(name = "key") int key) {
            return shared.remove(key);
        }

        @Operation
        public @Nullable Integer merge(@Param(name = "key") int key, @Param(gen = IntGen.class) int value) {
            return shared.merge(key, value, Integer::sum);
        }
    }

    /** The same in two steps, between which others come. */
    @Param(name = "key", gen = IntGen.class, conf = "0:2")
    public static final class TornDeeds {
        public TornDeeds() {
            MapDeeds.shared.clear();
        }

        @Operation
        public @Nullable Integer merge(@Param(name = "key") int key, @Param(gen = IntGen.class) int value) {
            Integer before = MapDeeds.shared.get(key);
            int after = before == null ? value : before + value;
            MapDeeds.shared.put(key, after);
            return after;
        }
    }

    /** What a map does. */
    public static final class MapModel {
        private final Map<Integer, Integer> map = new HashMap<>();

        public @Nullable Integer put(int key, int value) {
            return map.put(key, value);
        }

        public @Nullable Integer get(int key) {
            return map.get(key);
        }

        public @Nullable Integer remove(int key) {
            return map.remove(key);
        }

        public @Nullable Integer merge(int key, int value) {
            return map.merge(key, value, Integer::sum);
        }
    }

    /** What is done with a queue, as {@link MapDeeds}. */
    @SuppressWarnings("NullAway.Init") // set before Lincheck makes any
    public static final class QueueDeeds {
        private static SharedQueue<Integer> shared;

        public QueueDeeds() {
            shared.clear();
        }

        @Operation
        public boolean offer(@Param(gen = IntGen.class) int value) {
            return shared.offer(value);
        }

        @Operation
        public @Nullable Integer poll() {
            return shared.poll();
        }

        @Operation
        public @Nullable Integer peek() {
            return shared.peek();
        }
    }

    /** What a queue does. */
    public static final class QueueModel {
        private final Queue<Integer> queue = new ArrayDeque<>();

        public boolean offer(int value) {
            return queue.size() < CAPACITY && queue.add(value);
        }

        public @Nullable Integer poll() {
            return queue.poll();
        }

        public @Nullable Integer peek() {
            return queue.peek();
        }
    }
}
