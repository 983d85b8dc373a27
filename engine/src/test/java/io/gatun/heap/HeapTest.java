package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Blocks are given and taken back, and a change is made wholly or not at all. */
@ExtendWith(NothingLeftBehind.class)
class HeapTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-heap");
    private static final long LIMIT = 8 << 20;

    /** A block, and the number that all its words hold. */
    private record Block(long address, long byteSize, long mark) {}

    @Test
    void blocksDoNotOverlapAndAreUsedAgain() {
        Random random = new Random(1);
        List<Block> blocks = new ArrayList<>();
        try (SharedHeap heap = create()) {
            for (int i = 0; i < 20_000; i++) {
                try (Transaction change = heap.begin()) {
                    if (blocks.size() < 200 || (random.nextBoolean() && blocks.size() < 1000)) {
                        long byteSize = 1 + (long) Math.exp(random.nextDouble() * 9);
                        blocks.add(fill(change, new Block(change.allocate(byteSize), byteSize, i)));
                    } else {
                        Block block = blocks.remove(random.nextInt(blocks.size()));
                        assertHolds(change, block);
                        change.free(block.address());
                    }
                    change.commit();
                }
            }
            assertSound(heap, blocks);
            try (Transaction change = heap.begin()) {
                blocks.forEach(block -> assertHolds(change, block));
                blocks.forEach(block -> change.free(block.address()));
                change.commit();
            }
            assertSound(heap, List.of());
            HeapUse use = HeapUse.of(heap);
            assertEquals(0, use.usedBytes());
            assertEquals(use.reservedBytes() - Blocks.HEADER, use.largestFreeBytes(), "all of it is one block again");
            heap.unlink();
        }
    }

    @Test
    void whatIsNotCommittedIsTakenBack() {
        try (SharedHeap heap = create()) {
            long kept;
            try (Transaction change = heap.begin()) {
                kept = change.allocate(100);
                change.memory().set(JAVA_LONG, kept, 1);
                change.putLong(HeapLayout.ROOTS, kept);
                change.commit();
            }
            try (Transaction change = heap.begin()) {
                change.putLong(HeapLayout.ROOTS, change.allocate(1 << 20));
                change.putLong(kept, 2);
                change.free(kept);
            }
            try (Transaction change = heap.begin()) {
                change.reset();
            }
            assertEquals(kept, heap.memory().get(JAVA_LONG, HeapLayout.ROOTS));
            assertEquals(1, heap.memory().get(JAVA_LONG, kept));
            assertSound(heap, List.of(new Block(kept, 100, 1)));
            heap.unlink();
        }
    }

    @Test
    void theLimitHoldsAndNothingHasChangedThen() {
        try (SharedHeap heap = create()) {
            List<Block> blocks = new ArrayList<>();
            IllegalStateException full = assertThrows(IllegalStateException.class, () -> {
                while (true) {
                    try (Transaction change = heap.begin()) {
                        blocks.add(fill(change, new Block(change.allocate(100_000), 100_000, blocks.size())));
                        change.commit();
                    }
                }
            });
            assertTrue(full.toString().contains("needed "), full.toString());
            assertTrue(blocks.size() > 75 && blocks.size() < 84, "blocks=" + blocks.size());
            assertSound(heap, blocks);
            HeapUse use = HeapUse.of(heap);
            assertTrue(use.reservedBytes() <= LIMIT, use.toString());
            heap.unlink();
        }
    }

    @Test
    void aResetHeapIsAsNew() {
        try (SharedHeap heap = create()) {
            for (int i = 0; i < 100; i++) {
                try (Transaction change = heap.begin()) {
                    change.putLong(HeapLayout.ROOTS, change.allocate(1 << 10));
                    change.commit();
                }
            }
            try (Transaction change = heap.begin()) {
                change.reset();
                change.commit();
            }
            assertEquals(0, heap.memory().get(JAVA_LONG, HeapLayout.ROOTS));
            assertSound(heap, List.of());
            heap.unlink();
        }
    }

    @Test
    void aChangeWithinAChangeIsRefused() {
        try (SharedHeap heap = create()) {
            try (Transaction change = heap.begin()) {
                assertThrows(IllegalStateException.class, heap::begin);
                change.putLong(HeapLayout.ROOTS, 7);
                change.commit();
            }
            long root = heap.read(sequence -> heap.memory().get(JAVA_LONG, HeapLayout.ROOTS));
            assertEquals(7, root);
            heap.unlink();
        }
    }

    private static SharedHeap create() {
        return SharedHeap.create(NAME, LIMIT, needed -> new IllegalStateException("needed " + needed), memory -> {});
    }

    private static Block fill(Transaction change, Block block) {
        for (long i = 0; i + Long.BYTES <= block.byteSize(); i += Long.BYTES) {
            change.memory().set(JAVA_LONG, block.address() + i, block.mark());
        }
        return block;
    }

    private static void assertHolds(Transaction change, Block block) {
        for (long i = 0; i + Long.BYTES <= block.byteSize(); i += Long.BYTES) {
            assertEquals(block.mark(), change.getLong(block.address() + i));
        }
    }

    private static void assertSound(SharedHeap heap, List<Block> blocks) {
        try (Arena arena = Arena.ofConfined()) {
            HeapState state = HeapState.copy(heap.memory(), LIMIT, arena);
            HeapCheck check = HeapCheck.of(state.memory());
            blocks.forEach(block -> check.use(block.address()));
            assertEquals(List.of(), check.problems());
        }
    }
}
