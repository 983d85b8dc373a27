package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue by threads and processes: what it holds, how it is waited for, and that each element comes out once. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class SharedQueueTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-queue");

    @ParameterizedTest
    @ValueSource(ints = {0, -3, Integer.MAX_VALUE - 100})
    void itHoldsWhatAnArrayDequeWouldAlsoWhereItsNumbersBeginAnew(int first) {
        Random random = new Random(5);
        Deque<String> model = new ArrayDeque<>();
        try (SharedQueue<String> queue = SharedQueue.create(NAME, Codec.STRING, 50, 64 << 10, first)) {
            for (int i = 0; i < 50_000; i++) {
                String value = "v".repeat(random.nextInt(5000)) + i;
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> {
                        boolean isPut = queue.offer(value);
                        assertTrue(
                                isPut || model.size() == 50 || queue.memoryUse().freeBytes() < value.length() + 25);
                        if (isPut) {
                            model.add(value);
                        }
                    }
                    case 4, 5, 6 -> assertEquals(model.poll(), queue.poll());
                    case 7 -> assertEquals(model.peek(), queue.peek());
                    case 8 -> {
                        if (!model.isEmpty()) {
                            String gone = List.copyOf(model).get(random.nextInt(model.size()));
                            assertTrue(model.remove(gone));
                            assertTrue(queue.remove(gone));
                        }
                    }
                    default -> {
                        List<String> drained = new ArrayList<>();
                        int most = random.nextInt(4);
                        assertEquals(Math.min(most, model.size()), queue.drainTo(drained, most));
                        drained.forEach(element -> assertEquals(model.poll(), element));
                    }
                }
                assertEquals(model.size(), queue.size());
                if (i % 1000 == 0) {
                    assertEquals(List.copyOf(model), List.copyOf(queue));
                    assertEquals(List.of(), SharedCollections.check(NAME).problems());
                }
            }
            queue.clear();
            assertEquals(0, queue.size());
            assertEquals(0, queue.memoryUse().usedBytes());
            queue.unlink();
        }
    }

    @Test
    void whatWasRemovedFromWithinDoesNotKeepItFull() {
        try (SharedQueue<byte[]> queue = SharedQueue.create(NAME, Codec.BYTES, 4, 64 << 10)) {
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 4; i++) {
                    assertTrue(queue.offer(new byte[16_000]), "round " + round);
                }
                Iterator<byte[]> all = queue.iterator();
                List<Integer> order = List.of(3, 1, 2, 0);
                List<Long> ids =
                        queue.snapshot().stream().map(QueueIterator.Seen::id).toList();
                order.forEach(i -> queue.removeById(ids.get(i)));
                assertEquals(0, queue.size());
                assertTrue(all.hasNext(), "as it was");
            }
            queue.unlink();
        }
    }

    @Test
    void whoWaitsIsWoken() throws Exception {
        try (SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, 1)) {
            assertNull(queue.poll(20, TimeUnit.MILLISECONDS));
            Thread consumer = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        assertEquals(i, queue.take());
                        queue.taskDone();
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            for (int i = 0; i < 100; i++) {
                queue.put(i);
            }
            queue.join();
            consumer.join();
            queue.put(100);
            assertFalse(queue.offer(101, 20, TimeUnit.MILLISECONDS));
            assertFalse(queue.join(20, TimeUnit.MILLISECONDS), "one is not done");
            queue.taskDone();
            assertThrows(IllegalStateException.class, queue::taskDone);
            queue.unlink();
        }
    }

    @Test
    void aBusyQueueIsFoundSound() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (SharedQueue<String> queue = SharedQueue.create(NAME, Codec.STRING, 50, 64 << 10)) {
            Thread producer = Thread.ofPlatform().start(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    queue.offer("v".repeat(i % 100));
                }
            });
            Thread consumer = Thread.ofPlatform().start(() -> {
                for (int i = 0; !isOver.get(); i++) {
                    if (i % 3 == 0) {
                        queue.remove("v".repeat(i % 100));
                    } else {
                        queue.poll();
                    }
                }
            });
            for (int i = 0; i < 1000; i++) {
                assertEquals(List.of(), SharedCollections.check(NAME).problems());
                MemoryUse use = queue.memoryUse();
                assertTrue(use.usedBytes() <= use.reservedBytes(), use::toString);
            }
            isOver.set(true);
            producer.join();
            consumer.join();
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            queue.unlink();
        }
    }

    @Test
    void aThreadThatWaitsCanBeInterrupted() throws Exception {
        try (SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, 1)) {
            boolean[] isInterrupted = {false};
            Thread consumer = Thread.ofPlatform().start(() -> {
                try {
                    queue.take();
                } catch (InterruptedException e) {
                    isInterrupted[0] = true;
                }
            });
            consumer.interrupt();
            consumer.join();
            assertTrue(isInterrupted[0]);
            queue.unlink();
        }
    }

    @Test
    void whatCanNeverFitIsRefused() {
        try (SharedQueue<byte[]> queue = SharedQueue.create(NAME, Codec.BYTES, 10, 64 << 10)) {
            assertThrows(IllegalArgumentException.class, () -> queue.offer(new byte[64 << 10]));
            assertTrue(queue.offer(new byte[(64 << 10) - 16]));
            assertFalse(queue.offer(new byte[0]));
            assertThrows(IllegalArgumentException.class, () -> queue.drainTo(queue));
            queue.unlink();
        }
    }

    @Test
    void eachElementComesOutOnceOfManyProcesses() throws Exception {
        int each = 20_000;
        try (SharedQueue<Long> queue = SharedQueue.create(NAME, Codec.LONG, 100);
                ChildJvm first = ChildJvm.start(Producer.class, NAME, 0, each);
                ChildJvm second = ChildJvm.start(Producer.class, NAME, 1, each);
                ChildJvm third = ChildJvm.start(Consumer.class, NAME, each)) {
            Set<Long> seen = new HashSet<>();
            long[] last = {-1, -1};
            for (int i = 0; i < each; i++) {
                long element = queue.take();
                int producer = (int) (element & 1);
                assertTrue(element > last[producer], "in order");
                last[producer] = element;
                assertTrue(seen.add(element));
            }
            for (int i = 0; i < each; i++) {
                assertTrue(seen.add(Long.parseLong(third.readLine())), "once");
            }
            assertEquals(2 * each, seen.size());
            assertEquals(0, first.awaitExit());
            assertEquals(0, second.awaitExit());
            assertEquals(0, queue.size());
            queue.unlink();
        }
    }

    /** Puts numbers whose last bit is its own. */
    static final class Producer {
        private Producer() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (SharedQueue<Long> queue = SharedQueue.attach(SegmentName.of(arguments[0]), Codec.LONG)) {
                for (long i = 0; i < Long.parseLong(arguments[2]); i++) {
                    queue.put(2 * i + Long.parseLong(arguments[1]));
                }
            }
        }
    }

    /** Takes numbers and prints them. */
    static final class Consumer {
        private Consumer() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (SharedQueue<Long> queue = SharedQueue.attach(SegmentName.of(arguments[0]), Codec.LONG)) {
                StringBuilder all = new StringBuilder();
                for (long i = 0; i < Long.parseLong(arguments[1]); i++) {
                    all.append(queue.take()).append('\n');
                }
                System.out.print(all);
            }
        }
    }
}
