package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A map by one process: what it holds, what it refuses, how it grows. */
@ExtendWith(NothingLeftBehind.class)
class SharedMapTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-map");

    @Test
    void itHoldsWhatAHashMapWould() {
        Random random = new Random(7);
        Map<Long, String> model = new HashMap<>();
        try (SharedMap<Long, String> map = SharedMap.create(NAME, Codec.LONG, Codec.STRING);
                SharedMap<Long, String> other = SharedMap.attach(NAME, Codec.LONG, Codec.STRING)) {
            for (int i = 0; i < 50_000; i++) {
                long key = random.nextInt(3000);
                String value = "v".repeat(random.nextInt(1 + random.nextInt(200))) + i;
                switch (random.nextInt(6)) {
                    case 0, 1 -> assertEquals(model.put(key, value), map.put(key, value));
                    case 2 -> assertEquals(model.remove(key), other.remove(key));
                    case 3 -> assertEquals(model.putIfAbsent(key, value), map.putIfAbsent(key, value));
                    case 4 ->
                        assertEquals(model.merge(key, value, String::concat), other.merge(key, value, String::concat));
                    default -> assertEquals(model.get(key), other.get(key));
                }
                if (i % 20_000 == 19_999) {
                    assertEquals(model, map);
                    map.clear();
                    model.clear();
                }
            }
            assertEquals(model, map);
            assertEquals(model.size(), other.size());
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            map.unlink();
        }
    }

    @Test
    void anIteratorReturnsEachKeyThatStaysOnce() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT)) {
            for (int i = 0; i < 1000; i++) {
                map.put(i, i);
            }
            Set<Integer> seen = new HashSet<>();
            int more = 1000;
            for (Iterator<Integer> keys = map.keySet().iterator(); keys.hasNext(); ) {
                int key = keys.next();
                assertTrue(seen.add(key), "twice: " + key);
                if (key < 1000) {
                    map.put(more, more);
                    more++;
                    map.remove(more - 2000);
                }
            }
            for (int i = 0; i < 1000; i++) {
                assertTrue(seen.contains(i) || i < more - 2000, "missed: " + i);
            }
            map.unlink();
        }
    }

    @Test
    void aFunctionMayReadTheMapButNotChangeIt() {
        try (SharedMap<String, Long> map = SharedMap.create(NAME, Codec.STRING, Codec.LONG)) {
            map.put("a", 1L);
            assertEquals(2, map.compute("a", (key, value) -> map.getOrDefault("a", 0L) + 1));
            assertThrows(IllegalStateException.class, () -> map.compute("a", (key, value) -> map.put("b", 3L)));
            assertThrows(
                    ArithmeticException.class,
                    () -> map.compute("a", (key, value) -> Math.multiplyExact(value, Long.MAX_VALUE)));
            assertEquals(Map.of("a", 2L), map);
            AtomicInteger calls = new AtomicInteger();
            map.computeIfAbsent("a", key -> (long) calls.incrementAndGet());
            map.computeIfPresent("c", (key, value) -> (long) calls.incrementAndGet());
            assertEquals(0, calls.get());
            assertNull(map.computeIfPresent("a", (key, value) -> null));
            assertTrue(map.isEmpty());
            map.unlink();
        }
    }

    @Test
    void atItsLimitNothingHasChanged() {
        try (SharedMap<Integer, String> map = SharedMap.create(NAME, Codec.INT, Codec.STRING, 1 << 20)) {
            String value = "x".repeat(1000);
            int[] count = {0};
            MemoryLimitException full = assertThrows(MemoryLimitException.class, () -> {
                while (true) {
                    map.put(count[0], value);
                    count[0]++;
                }
            });
            assertEquals(1 << 20, full.limitBytes());
            assertEquals(count[0], map.size());
            assertTrue(count[0] > 700, "entries: " + count[0]);
            assertNull(map.get(count[0]));
            map.remove(0);
            map.put(count[0], value);
            assertTrue(map.memoryUse().reservedBytes() <= 1 << 20);
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            map.clear();
            assertEquals(0, map.memoryUse().usedBytes());
            map.unlink();
        }
    }

    @Test
    void otherCodecsAndOtherKindsAreRefused() {
        try (SharedMap<Integer, String> map = SharedMap.create(NAME, Codec.INT, Codec.STRING)) {
            SegmentException.Malformed other =
                    assertThrows(SegmentException.Malformed.class, () -> SharedMap.attach(NAME, Codec.INT, Codec.LONG));
            assertTrue(other.getMessage().contains("int32 -> string"), other.getMessage());
            assertThrows(SegmentException.Malformed.class, () -> SharedSet.attach(NAME, Codec.INT));
            assertThrows(SegmentException.AlreadyExists.class, () -> SharedMap.create(NAME, Codec.INT, Codec.STRING));
            assertThrows(IllegalArgumentException.class, () -> SharedMap.create(NAME, Codec.INT, Codec.STRING, 1000));
            map.unlink();
        }
        assertThrows(SegmentException.NotFound.class, () -> SharedMap.attach(NAME, Codec.INT, Codec.STRING));
    }

    @Test
    void onceUnlinkedItStillGrows() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT);
                SharedMap<Integer, Integer> other = SharedMap.attach(NAME, Codec.INT, Codec.INT)) {
            map.unlink();
            for (int i = 0; i < 10_000; i++) {
                (i % 2 == 0 ? map : other).put(i, i);
            }
            assertEquals(10_000, other.size());
        }
    }

    @Test
    void aClosedMapIsOfNoUse() {
        SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT);
        map.unlink();
        map.close();
        map.close();
        assertThrows(IllegalStateException.class, () -> map.get(1));
        assertThrows(IllegalStateException.class, () -> map.put(1, 1));
    }

    @Test
    void aSetIsTheSameForAll() {
        try (SharedSet<String> set = SharedSet.create(NAME, Codec.STRING);
                SharedSet<String> other = SharedSet.attach(NAME, Codec.STRING)) {
            assertTrue(set.add("a"));
            assertFalse(other.add("a"));
            assertTrue(other.add(""));
            assertEquals(Set.of("a", ""), set);
            assertTrue(set.remove("a"));
            assertFalse(other.contains("a"));
            assertFalse(((Set<?>) other).contains(1));
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            set.unlink();
        }
    }
}
