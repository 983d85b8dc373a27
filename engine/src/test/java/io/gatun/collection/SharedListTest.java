package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A list by one process: what it holds, what it refuses, how it grows. */
@ExtendWith(NothingLeftBehind.class)
class SharedListTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-list");

    @Test
    @SuppressWarnings("NullAway") // a codec encodes what is not null, and a list of it holds null besides
    void itHoldsWhatAnArrayListWould() {
        Random random = new Random(3);
        List<@Nullable String> model = new ArrayList<>();
        try (SharedList<@Nullable String> list = SharedList.<@Nullable String>create(NAME, Codec.STRING);
                SharedList<@Nullable String> other = SharedList.<@Nullable String>attach(NAME, Codec.STRING)) {
            for (int i = 0; i < 20_000; i++) {
                String value = random.nextInt(10) == 0 ? null : "v".repeat(random.nextInt(60)) + i;
                int size = model.size();
                int index = size == 0 ? 0 : random.nextInt(size);
                switch (random.nextInt(size > 500 ? 14 : 10)) {
                    case 0, 1, 2 -> assertEquals(model.add(value), list.add(value));
                    case 3 -> {
                        model.add(index, value);
                        other.add(index, value);
                    }
                    case 4 -> {
                        model.addAll(index, Collections.nCopies(index % 40, value));
                        list.addAll(index, Collections.nCopies(index % 40, value));
                    }
                    case 5, 6 -> {
                        if (size > 0) {
                            assertEquals(model.set(index, value), other.set(index, value));
                        }
                    }
                    case 7 -> {
                        if (size > 0) {
                            assertEquals(model.get(index), list.get(index));
                        }
                    }
                    case 8, 9 -> {
                        if (size > 0) {
                            assertEquals(model.remove(index), list.remove(index));
                        }
                    }
                    case 10 ->
                        assertEquals(
                                model.removeIf(v -> v == null || v.hashCode() % 3 == 0),
                                list.removeIf(v -> v == null || v.hashCode() % 3 == 0));
                    case 11 -> {
                        model.sort(Comparator.nullsFirst(Comparator.naturalOrder()));
                        list.sort(Comparator.nullsFirst(Comparator.naturalOrder()));
                    }
                    case 12 -> {
                        model.subList(index / 2, index).clear();
                        list.subList(index / 2, index).clear();
                    }
                    default -> {
                        model.replaceAll(v -> v == null ? "" : v + v);
                        list.replaceAll(v -> v == null ? "" : v + v);
                        model.removeIf(v -> v != null && v.length() > 1000);
                        list.removeIf(v -> v != null && v.length() > 1000);
                    }
                }
                if (i % 1000 == 999) {
                    assertEquals(model, other);
                    assertEquals(List.of(), SharedCollections.check(NAME).problems());
                }
            }
            list.clear();
            assertTrue(other.isEmpty());
            assertEquals(0, list.memoryUse().usedBytes());
            list.unlink();
        }
    }

    @Test
    void anElementIsUpdatedInOneStepOrNotAtAll() {
        try (SharedList<Long> list = SharedList.create(NAME, Codec.LONG)) {
            list.add(1L);
            assertEquals(3, list.update(0, value -> value + 2));
            assertThrows(ArithmeticException.class, () -> list.update(0, v -> Math.multiplyExact(v, Long.MAX_VALUE)));
            assertThrows(IllegalStateException.class, () -> list.replaceAll(value -> list.set(0, 5L)));
            assertThrows(IndexOutOfBoundsException.class, () -> list.update(1, value -> value));
            assertEquals(List.of(3L), list);
            list.unlink();
        }
    }

    @Test
    void anIteratorIsNotUpsetByWhatOthersDo() {
        try (SharedList<Integer> list = SharedList.create(NAME, Codec.INT)) {
            for (int i = 0; i < 10; i++) {
                list.add(i);
            }
            Iterator<Integer> all = list.iterator();
            assertTrue(all.hasNext());
            list.clear();
            assertEquals(0, all.next(), "it had been seen");
            assertFalse(all.hasNext());
            all.remove();
            list.unlink();
        }
    }

    @Test
    void atItsLimitNothingHasChanged() {
        try (SharedList<String> list = SharedList.create(NAME, Codec.STRING, 1 << 20)) {
            List<String> many = Collections.nCopies(100, "x".repeat(1000));
            assertThrows(MemoryLimitException.class, () -> {
                while (true) {
                    list.addAll(many);
                }
            });
            assertTrue(list.size() >= 700 && list.size() % 100 == 0, "size=" + list.size());
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            list.unlink();
        }
    }
}
