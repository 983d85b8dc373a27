package io.gatun.heap;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a heap is as it must be: every block, every list, every sum.
 *
 * <p>It looks at a copy, or at a mapping whose changes nobody else sees, in which what a dead process has begun was {@linkplain #rollBack taken back}.
 *
 * <p><b>Threads:</b> used by one.
 */
public final class HeapCheck {
    private static final int MOST_PROBLEMS = 20;

    private final MemorySegment memory;
    private final List<String> problems = new ArrayList<>();
    private final BlockSet taken = new BlockSet();
    private final BlockSet free = new BlockSet();

    private HeapCheck(MemorySegment memory) {
        this.memory = memory;
    }

    /**
     * Takes back what a dead process has begun.
     *
     * @param memory as far as the blocks go, not shared
     * @param log from its beginning on, as far as it has memory
     * @return whether there was anything
     * @throws IndexOutOfBoundsException if the log is damaged
     */
    public static boolean rollBack(MemorySegment memory, MemorySegment log) {
        boolean isTorn = memory.get(JAVA_LONG, HeapLayout.LOG_LENGTH) != 0;
        UndoLog.rollBack(memory, log);
        return isTorn;
    }

    /** Checks all blocks and lists. */
    public static HeapCheck of(MemorySegment memory) {
        HeapCheck check = new HeapCheck(memory);
        try {
            check.checkBlocks();
            check.checkLists();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            check.problem("an address is beyond the heap: " + e.getMessage());
        }
        return check;
    }

    private void checkBlocks() {
        long end = memory.get(JAVA_LONG, HeapLayout.HEAP_END);
        if (end < HeapLayout.HEAP + Blocks.FIRST_BYTES || end > memory.byteSize()) {
            problem("heapEnd=" + end + ", the memory ends at " + memory.byteSize());
            return;
        }
        long used = 0;
        boolean isFree = false;
        long block = HeapLayout.HEAP;
        while (block < end - Blocks.HEADER) {
            long header = memory.get(JAVA_LONG, block);
            long size = header & ~Blocks.FLAGS;
            if (size < Blocks.SMALLEST || size > end - Blocks.HEADER - block) {
                problem("the block at " + block + " has the size " + size);
                return;
            }
            if (((header & Blocks.BEFORE_IS_FREE) != 0) != isFree) {
                problem("the block at " + block + " is wrong about the one before it");
            }
            if (isFree && (header & Blocks.FREE) != 0) {
                problem("the free block at " + block + " is beside another");
            }
            isFree = (header & Blocks.FREE) != 0;
            (isFree ? free : taken).add(block);
            used += isFree ? 0 : size;
            if (isFree && memory.get(JAVA_LONG, block + size - Blocks.HEADER) != size) {
                problem("the free block at " + block + " ends with another size");
            }
            block += size;
        }
        if (block != end - Blocks.HEADER || ((memory.get(JAVA_LONG, block) & Blocks.BEFORE_IS_FREE) != 0) != isFree) {
            problem("the last block, at " + block + ", is not where or what it must be");
        }
        if (used != memory.get(JAVA_LONG, HeapLayout.USED_BYTES)) {
            problem("usedBytes=" + memory.get(JAVA_LONG, HeapLayout.USED_BYTES) + ", the blocks take " + used);
        }
    }

    private void checkLists() {
        long levels = memory.get(JAVA_LONG, HeapLayout.LEVELS_WORD);
        for (int level = 0; level < HeapLayout.LEVELS; level++) {
            int lists = memory.get(JAVA_INT, Blocks.lists(level));
            if ((lists != 0) != ((levels >>> level & 1) != 0)) {
                problem("the bit of level " + level + " is wrong");
            }
            for (int i = 0; i < HeapLayout.LISTS_PER_LEVEL; i++) {
                int list = level * HeapLayout.LISTS_PER_LEVEL + i;
                checkList(list, (lists >>> i & 1) != 0);
            }
        }
        if (free.size() > 0) {
            problem(free.size() + " free blocks are in no list");
        }
    }

    private void checkList(int list, boolean isSaidToHaveAny) {
        long block = memory.get(JAVA_LONG, Blocks.head(list));
        if ((block != 0) != isSaidToHaveAny) {
            problem("the bit of list " + list + " is wrong");
        }
        long before = 0;
        while (block != 0) {
            if (!free.remove(block)) {
                problem("list " + list + " has " + block + ", which is no free block, or is in a list already");
                return;
            }
            if (memory.get(JAVA_LONG, block + 2 * Blocks.HEADER) != before) {
                problem("the free block at " + block + " is wrong about the one before it in its list");
            }
            if (Blocks.listOf(memory.get(JAVA_LONG, block) & ~Blocks.FLAGS) != list) {
                problem("the free block at " + block + " is in list " + list);
            }
            before = block;
            block = memory.get(JAVA_LONG, block + Blocks.HEADER);
        }
    }

    /** Notes that something of the heap's user is in a block, which must be taken, and by nothing else. */
    public void use(long address) {
        if (!taken.remove(address - Blocks.HEADER)) {
            problem("there is no block at " + address + ", or it is used twice");
        }
    }

    /** Returns how many bytes a block has. */
    public long byteSize(long address) {
        return (memory.get(JAVA_LONG, address - Blocks.HEADER) & ~Blocks.FLAGS) - Blocks.HEADER;
    }

    /** Tells whether the blocks are sound enough to look into what they hold. */
    public boolean isWalkable() {
        return problems.isEmpty();
    }

    /** Notes a problem; the first few are kept. */
    public void problem(String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(what);
        }
    }

    /** Returns what is not as it must be, after all blocks were {@linkplain #use used}; empty if all is well. */
    public List<String> problems() {
        if (problems.isEmpty() && taken.size() > 0) {
            return List.of(taken.size() + " blocks are taken, and nothing is in them");
        }
        return List.copyOf(problems);
    }
}
