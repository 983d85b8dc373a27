package io.gatun.collection;

import io.gatun.heap.HeapCheck;
import io.gatun.heap.HeapState;
import io.gatun.heap.HeapUse;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** A copy of a collection's heap in which nobody was writing, and what is found in it. */
final class HeapSnapshot {
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 10;

    private HeapSnapshot() {}

    /**
     * Copies a heap and checks it.
     *
     * @param elements notes which blocks the elements take, and what is wrong with them
     * @param facts gets what is worth telling besides
     * @return what is wrong
     * @throws IllegalStateException if it is being changed all the while
     */
    static List<String> check(
            SharedSegment segment, long limitBytes, BiConsumer<MemorySegment, HeapCheck> elements, List<String> facts) {
        for (int i = 0; i < TRIES; i++) {
            try (Arena arena = Arena.ofConfined()) {
                HeapState state = HeapState.copy(segment.memory(), limitBytes, arena);
                if (state.isStill()) {
                    return check(state, elements, facts);
                }
            } catch (IndexOutOfBoundsException e) {
                return List.of("the words of the heap are damaged: " + e.getMessage());
            }
            pause();
        }
        throw new IllegalStateException(segment.path() + " is being changed all the while: check it when it is not");
    }

    private static List<String> check(
            HeapState state, BiConsumer<MemorySegment, HeapCheck> elements, List<String> facts) {
        if (HeapCheck.rollBack(state.memory(), state.log())) {
            facts.add("a writer has died, or is at work: the next takes back what it has begun, as was done here");
        }
        HeapCheck check = HeapCheck.of(state.memory());
        if (check.isWalkable()) {
            try {
                elements.accept(state.memory(), check);
            } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
                check.problem("an address of an element is beyond the heap: " + e.getMessage());
            }
        }
        HeapUse use = HeapUse.read(state.memory());
        facts.add(String.format(
                Locale.ROOT,
                "%,d bytes used of %,d, the largest free piece has %,d",
                use.usedBytes(),
                use.reservedBytes(),
                use.largestFreeBytes()));
        return check.problems();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
