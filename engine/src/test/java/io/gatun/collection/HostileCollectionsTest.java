package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatun.heap.HeapLayout;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a collection's file holds, whoever uses or checks it gets an answer or an exception: no crash, and no wait for ever. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class HostileCollectionsTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-hostile");
    private static final int DAMAGES = 300;

    @Test
    void damagedOnesCrashAndHangNobody() {
        for (String kind : List.of("map", "list", "queue")) {
            try (ChildJvm child = ChildJvm.start(Child.class, kind)) {
                child.expect("survived");
                assertEquals(0, child.awaitExit());
            }
        }
    }

    @Test
    void aTruncatedOneIsRefused() throws IOException {
        SharedMap.create(NAME, Codec.INT, Codec.INT).close();
        try (RandomAccessFile file = new RandomAccessFile(NAME.path().toFile(), "rw")) {
            file.setLength(100_000);
        }
        assertThrows(SegmentException.Malformed.class, () -> SharedMap.attach(NAME, Codec.INT, Codec.INT));
        assertThrows(SegmentException.Malformed.class, () -> SharedCollections.inspect(NAME));
        assertThrows(SegmentException.Malformed.class, () -> SharedCollections.check(NAME));
        assertEquals(List.of(), SharedCollections.list());
        Files.delete(NAME.path());
    }

    @Test
    void moreBucketsThanThereCanBeAreTold() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT);
                SharedSegment segment = SharedSegment.attach(NAME, Access.READ_WRITE)) {
            map.put(1, 1);
            for (long buckets : new long[] {1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                segment.memory().set(ValueLayout.JAVA_LONG, HashTable.BUCKETS, buckets);
                assertThrows(IllegalStateException.class, () -> map.get(1));
                assertThrows(IllegalStateException.class, () -> map.forEach((key, value) -> {}));
                assertFalse(SharedCollections.check(NAME).problems().isEmpty());
            }
            map.unlink();
        }
    }

    @Test
    void aLengthBeyondTheHeapIsTold() {
        try (SharedMap<Integer, Integer> map = SharedMap.create(NAME, Codec.INT, Codec.INT);
                SharedSegment segment = SharedSegment.attach(NAME, Access.READ_WRITE)) {
            map.put(1, 1);
            MemorySegment memory = segment.memory();
            long entry = memory.get(ValueLayout.JAVA_LONG, Directory.address(memory, HashTable.DIRECTORY, 0));
            memory.set(ValueLayout.JAVA_INT, entry + HashTable.VALUE_LENGTH, Integer.MAX_VALUE);
            assertThrows(IllegalStateException.class, () -> map.get(1));
            assertThrows(IllegalStateException.class, () -> map.put(1, 2));
            assertThrows(IllegalStateException.class, () -> map.forEach((key, value) -> {}));
            assertFalse(SharedCollections.check(NAME).problems().isEmpty());
            map.unlink();
        }
    }

    @Test
    void aQueueOfOtherSizesIsRefused() {
        SharedQueue.create(NAME, Codec.INT, 10).close();
        try (SharedSegment segment = SharedSegment.attach(NAME, Access.READ_WRITE)) {
            segment.memory().set(ValueLayout.JAVA_INT, QueueLayout.RING_UNITS, 1 << 30);
            assertThrows(SegmentException.Malformed.class, () -> SharedQueue.attach(NAME, Codec.INT));
            assertThrows(SegmentException.Malformed.class, () -> SharedCollections.check(NAME));
            segment.unlink();
        }
    }

    /** Overwrites words at random, and uses and checks what there is then. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            for (int seed = 0; seed < DAMAGES; seed++) {
                Random random = new Random(seed);
                if (arguments[0].equals("queue")) {
                    try (SharedQueue<String> queue = SharedQueue.create(NAME, Codec.STRING, 150)) {
                        damageAndUse(
                                random,
                                QueueLayout.BASE,
                                () -> queue.offer("v".repeat(random.nextInt(300))),
                                () -> {
                                    queue.poll();
                                    queue.remove("v".repeat(random.nextInt(300)));
                                },
                                () -> queue.forEach(element -> {}));
                        attempt(queue::clear);
                        attempt(queue::taskDone);
                        queue.unlink();
                    }
                } else if (arguments[0].equals("map")) {
                    try (SharedMap<Integer, String> map = SharedMap.create(NAME, Codec.INT, Codec.STRING, 1 << 22)) {
                        damageAndUse(
                                random,
                                HeapLayout.ROOTS,
                                () -> map.put(random.nextInt(300), "v".repeat(random.nextInt(300))),
                                () -> map.remove(random.nextInt(300)),
                                () -> map.forEach((key, value) -> {}));
                        map.unlink();
                    }
                } else {
                    try (SharedList<String> list = SharedList.create(NAME, Codec.STRING, 1 << 22)) {
                        damageAndUse(
                                random,
                                HeapLayout.ROOTS,
                                () -> list.add("v".repeat(random.nextInt(300))),
                                () -> list.remove(random.nextInt(100)),
                                () -> list.forEach(element -> {}));
                        list.unlink();
                    }
                }
            }
            System.out.println("survived");
        }

        private static void damageAndUse(Random random, long from, Runnable add, Runnable remove, Runnable look) {
            for (int i = 0; i < 200; i++) {
                add.run();
            }
            try (SharedSegment segment = SharedSegment.attach(NAME, Access.READ_WRITE)) {
                MemorySegment memory = segment.memory();
                for (int i = 0; i < 3; i++) {
                    long at = from + Long.BYTES * random.nextLong(random.nextBoolean() ? 64 : 5_000);
                    long value = random.nextBoolean() ? random.nextLong() : 8 * random.nextLong(20_000);
                    memory.set(ValueLayout.JAVA_LONG, at, value);
                }
            }
            for (int i = 0; i < 50; i++) {
                attempt(add);
                attempt(remove);
            }
            attempt(look);
            attempt(() -> SharedCollections.check(NAME));
        }

        private static void attempt(Runnable deed) {
            try {
                deed.run();
            } catch (RuntimeException e) {
                // damaged: said so
            }
        }
    }
}
