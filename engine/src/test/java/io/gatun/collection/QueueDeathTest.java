package io.gatun.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process is killed while it puts or takes: it has done so wholly, or not at all, and holds nobody up. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class QueueDeathTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-queue-death");
    private static final int KILLED = 128 + 9;
    private static final int COUNT = 50;

    @ParameterizedTest
    @CsvSource({"QUEUE_WRITTEN, 1, 0", "QUEUE_WRITTEN, 30, 29", "QUEUE_PUT, 1, 1", "QUEUE_PUT, 30, 30"})
    void anElementIsPutByOneStore(CrashPoint point, int time, int expected) throws Exception {
        try (SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, COUNT)) {
            dieAt(point, time, "put");
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            queue.put(1000);
            List<Integer> found = new ArrayList<>();
            queue.drainTo(found);
            List<Integer> whole =
                    new ArrayList<>(IntStream.range(0, expected).boxed().toList());
            whole.add(1000);
            assertEquals(whole, found);
            assertEquals(expected + 1, queue.unfinished());
            queue.unlink();
        }
    }

    @ParameterizedTest
    @CsvSource({"QUEUE_TAKEN, 1, 1", "QUEUE_TAKEN, 30, 30"})
    void anElementIsTakenByOneStore(CrashPoint point, int time, int taken) throws Exception {
        try (SharedQueue<Integer> queue = filled()) {
            dieAt(point, time, "take");
            assertEquals(taken, queue.take());
            assertEquals(COUNT - taken - 1, queue.size());
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            queue.unlink();
        }
    }

    @Test
    void whatWasRemovedFromWithinIsCountedAgain() throws Exception {
        try (SharedQueue<Integer> queue = filled()) {
            dieAt(CrashPoint.QUEUE_REMOVED, 3, "remove from within");
            assertEquals(List.of(), SharedCollections.check(NAME).problems());
            assertEquals(0, queue.take());
            assertEquals(2, queue.take());
            assertEquals(COUNT - 5, queue.size(), "three were removed, and two taken");
            List<Integer> rest = new ArrayList<>();
            queue.drainTo(rest);
            assertEquals(COUNT - 5, rest.size());
            queue.unlink();
        }
    }

    @Test
    void whoDiesWaitingIsNotMissed() throws Exception {
        try (SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, COUNT)) {
            dieAt(CrashPoint.QUEUE_WAITING, 1, "take");
            queue.put(7);
            assertEquals(7, queue.take());
            queue.unlink();
        }
    }

    private static SharedQueue<Integer> filled() {
        SharedQueue<Integer> queue = SharedQueue.create(NAME, Codec.INT, COUNT);
        for (int i = 0; i < COUNT; i++) {
            queue.add(i);
        }
        return queue;
    }

    private static void dieAt(CrashPoint point, int time, String what) {
        String at = "-D" + CrashPoint.AT_PROPERTY + "=" + point + ":" + time;
        try (ChildJvm child = ChildJvm.startWith(List.of(at), Child.class, NAME, what)) {
            assertEquals(KILLED, child.awaitExit());
        }
    }

    /** Puts, takes or removes all there is, and dies on the way. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (SharedQueue<Integer> queue = SharedQueue.attach(SegmentName.of(arguments[0]), Codec.INT)) {
                Iterator<Integer> all = queue.iterator();
                for (int i = 0; i < COUNT; i++) {
                    switch (arguments[1]) {
                        case "put" -> queue.put(i);
                        case "take" -> queue.take();
                        default -> {
                            if (all.next() % 2 == 1) {
                                all.remove();
                            }
                        }
                    }
                }
            }
        }
    }
}
