package io.gatun.collection.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedList;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.value.SharedLong;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What several processes did with a collection at once can be explained by one step after the other. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class LinearizabilityTest {
    private static final int PROCESSES = 3;
    private static final int ROUNDS = 2;

    @Test
    void aHistoryOfAMapIsExplained() {
        for (int round = 0; round < ROUNDS; round++) {
            try (SharedMap<Long, Long> map = SharedMap.create(Recorder.NAME, Codec.LONG, Codec.LONG)) {
                List<Operation> history = record("map", 3000, round);
                assertEquals(List.of(), Linearizability.unexplainedKeys(history, Models.ENTRY));
                map.unlink();
            }
        }
    }

    @Test
    void aHistoryOfAQueueIsExplained() {
        for (int round = 0; round < ROUNDS; round++) {
            try (SharedQueue<Long> queue = SharedQueue.create(Recorder.NAME, Codec.LONG, Recorder.CAPACITY)) {
                List<Operation> history = record("queue", 500, round);
                assertTrue(Linearizability.isExplained(history, Models.queue(Recorder.CAPACITY)));
                queue.unlink();
            }
        }
    }

    @Test
    void aHistoryOfAListIsExplained() {
        for (int round = 0; round < ROUNDS; round++) {
            try (SharedList<Long> list = SharedList.create(Recorder.NAME, Codec.LONG)) {
                List<Operation> history = record("list", 500, round);
                assertTrue(Linearizability.isExplained(history, Models.LIST));
                list.unlink();
            }
        }
    }

    /** Has processes do random things at once, some of which overlap. */
    private static List<Operation> record(String what, int count, int seed) {
        List<Operation> history = new ArrayList<>();
        List<ChildJvm> processes = new ArrayList<>();
        try (SharedLong start = SharedLong.create(Recorder.START, 0)) {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(ChildJvm.start(Recorder.class, i, PROCESSES, what, count, seed));
            }
            for (ChildJvm process : processes) {
                for (int i = 0; i < count; i++) {
                    history.add(Operation.parse(process.readLine()));
                }
                assertEquals(0, process.awaitExit());
            }
            start.unlink();
        } finally {
            processes.forEach(ChildJvm::close);
        }
        long overlapping = history.stream()
                .filter(a -> history.stream()
                        .anyMatch(b ->
                                b.process() != a.process() && b.invoked() < a.returned() && a.invoked() < b.returned()))
                .count();
        assertTrue(overlapping > 0, "none at the same time as another's: nothing was tried");
        return history;
    }

    @Test
    void whatCannotBeExplainedIsFound() {
        assertTrue(isExplainedEntry(did(0, "put", 1, null, 0, 10), did(1, "get", 0, 1L, 5, 20)));
        assertTrue(
                isExplainedEntry(did(0, "put", 1, null, 0, 10), did(1, "get", 0, null, 5, 20)), "it may come before");
        assertFalse(isExplainedEntry(did(0, "put", 1, null, 0, 10), did(1, "get", 0, null, 11, 20)), "a stale read");
        assertFalse(
                isExplainedEntry(did(0, "add", 1, 1L, 0, 10), did(1, "add", 1, 1L, 0, 10)),
                "an addition that was lost");
        assertFalse(
                isExplainedEntry(
                        did(0, "put", 1, null, 0, 30), did(1, "get", 0, 1L, 2, 4), did(1, "get", 0, null, 6, 8)),
                "seen, and gone again");
        List<Operation> doubled =
                List.of(did(0, "offer", 7, 1L, 0, 1), did(0, "poll", 0, 7L, 2, 9), did(1, "poll", 0, 7L, 3, 8));
        assertFalse(Linearizability.isExplained(doubled, Models.queue(3)), "one element, taken twice");
        List<Operation> swapped =
                List.of(did(0, "offer", 1, 1L, 0, 1), did(0, "offer", 2, 1L, 2, 3), did(1, "poll", 0, 2L, 4, 5));
        assertFalse(Linearizability.isExplained(swapped, Models.queue(3)), "out of order");
        List<Operation> empty = List.of(did(0, "offer", 1, 1L, 0, 1), did(1, "poll", 0, null, 2, 3));
        assertFalse(Linearizability.isExplained(empty, Models.queue(3)), "said to be empty");
    }

    private static boolean isExplainedEntry(Operation... history) {
        return Linearizability.isExplained(List.of(history), Models.ENTRY);
    }

    private static Operation did(
            int process, String name, long argument, @Nullable Long result, long invoked, long returned) {
        return new Operation(process, name, 0, argument, result, invoked, returned);
    }
}
