package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.Await;
import io.gatun.testing.ChildJvm;
import io.gatun.value.SharedLong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Three processes change a map, a list and a queue, and are killed at any moment, again and again. After each kill what was the dead one's own is what it was before the
 * step it was at, or after it; all collections are sound; and the others go on.
 */
final class KilledWriters implements AutoCloseable {
    private static final SegmentName MAP = SegmentName.of("gatun-test-writers-map");
    private static final SegmentName LIST = SegmentName.of("gatun-test-writers-list");
    private static final SegmentName QUEUE = SegmentName.of("gatun-test-writers-queue");
    private static final SegmentName SEEN = SegmentName.of("gatun-test-writers-seen");
    private static final String STEP = "gatun-test-writers-step-";
    private static final int CAPACITY = 50;

    private final SharedMap<Long, String> map = SharedMap.create(MAP, Codec.LONG, Codec.STRING);
    private final SharedList<Long> list = SharedList.create(LIST, Codec.LONG);
    private final SharedQueue<Long> queue = SharedQueue.create(QUEUE, Codec.LONG, CAPACITY);
    private final SharedMap<Long, Long> seen = SharedMap.create(SEEN, Codec.LONG, Codec.LONG);
    private final List<SharedLong> steps = new ArrayList<>();
    private final ChildJvm[] writers = new ChildJvm[WriterSteps.WRITERS];
    private final List<Map<Long, String>> known = new ArrayList<>();
    private final long[] knownStep = new long[WriterSteps.WRITERS];

    KilledWriters() {
        for (int id = 0; id < WriterSteps.WRITERS; id++) {
            steps.add(SharedLong.create(SegmentName.of(STEP + id), 0));
            known.add(new HashMap<>());
            writers[id] = start(id, 0);
        }
    }

    private static ChildJvm start(int id, long step) {
        return ChildJvm.start(Writer.class, id, step);
    }

    /** Kills a writer, looks at what it has left, and has another go on in its place. */
    void kill(Random random) throws InterruptedException {
        int id = random.nextInt(WriterSteps.WRITERS);
        long begun = knownStep[id];
        Await.until("writer " + id + " works", () -> steps.get(id).get() > begun);
        Thread.sleep(0, random.nextInt(1_000_000)); // the moment is drawn
        long[] before = steps.stream().mapToLong(SharedLong::get).toArray();
        assertTrue(writers[id].isAlive(), "it has not failed by itself");
        writers[id].killAndReap();
        long at = steps.get(id).get();
        for (SegmentName name : List.of(MAP, LIST, QUEUE, SEEN)) {
            assertEquals(List.of(), SharedCollections.check(name).problems(), name.value());
        }
        judge(id, at);
        writers[id] = start(id, knownStep[id]);
        for (int other = 0; other < WriterSteps.WRITERS; other++) {
            int awaited = other;
            Await.until("writer " + other + " goes on", () -> steps.get(awaited).get() > before[awaited]);
        }
    }

    private void judge(int id, long at) {
        Map<Long, String> foundMap = new HashMap<>();
        map.forEach((key, value) -> {
            if (WriterSteps.owner(key) == id) {
                foundMap.put(key, value);
            }
        });
        List<Long> foundList = new ArrayList<>();
        list.removeIf(
                element -> { // one step, and removes none
                    if (WriterSteps.owner(element) == id) {
                        foundList.add(element);
                    }
                    return false;
                });
        for (long step = at + 1; step >= at; step--) { // if both will do, it is done: an element is not put twice
            Map<Long, String> expected = WriterSteps.ownOfMap(known.get(id), id, knownStep[id], step);
            if (expected.equals(foundMap) && WriterSteps.ownOfList(id, step).equals(foundList)) {
                known.set(id, expected);
                knownStep[id] = step;
                return;
            }
        }
        throw new AssertionError("writer " + id + " was killed at step " + at + ", and left what never was: " + foundMap
                + ", " + foundList);
    }

    /** Ends the writers, and sees to it that no element of the queue came out twice. */
    void finish() {
        for (ChildJvm writer : writers) {
            writer.killAndReap();
        }
        seen.values().forEach(times -> assertEquals(1, times));
        Set<Long> left = new HashSet<>();
        for (long element : queue) {
            assertTrue(left.add(element) && !seen.containsKey(element), "twice: " + element);
        }
    }

    @Override
    public void close() {
        for (ChildJvm writer : writers) {
            writer.close();
        }
        for (SharedCollection each : List.<SharedCollection>of(map, list, queue, seen)) {
            try (each) {
                each.unlink();
            }
        }
        for (SharedLong step : steps) {
            step.unlink();
            step.close();
        }
    }

    /** A writer: its number, and its first step. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            int id = Integer.parseInt(arguments[0]);
            long step = Long.parseLong(arguments[1]);
            try (SharedMap<Long, String> map = SharedMap.attach(MAP, Codec.LONG, Codec.STRING);
                    SharedList<Long> list = SharedList.attach(LIST, Codec.LONG);
                    SharedQueue<Long> queue = SharedQueue.attach(QUEUE, Codec.LONG);
                    SharedMap<Long, Long> seen = SharedMap.attach(SEEN, Codec.LONG, Codec.LONG);
                    SharedLong at = SharedLong.attach(SegmentName.of(STEP + id))) {
                for (; ; step++) {
                    at.set(step);
                    if (WriterSteps.isOfMap(step)) {
                        WriterSteps.changeMap(map, id, step);
                    } else if (WriterSteps.isOfList(step)) {
                        WriterSteps.changeList(list, id, step);
                    } else if (step % 5 == 0) {
                        queue.offer(WriterSteps.own(id, step));
                        Long taken = queue.poll();
                        if (taken != null) {
                            seen.merge(taken, 1L, Long::sum);
                        }
                    }
                }
            }
        }
    }
}
