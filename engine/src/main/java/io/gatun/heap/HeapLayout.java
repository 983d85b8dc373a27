package io.gatun.heap;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.sync.CellSegment;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * Where all of a shared heap lies: a page of its user's, the lock, the words of the heap, its blocks, and the undo log. Blocks and log have
 * addresses for as much as the limit, and memory for what is used of it. An address is an offset in the file.
 */
public final class HeapLayout {
    /** Where the locks begin: behind the first page, which is whose heap it is. */
    public static final long LOCKS = 4096;

    /** How many words the user of the heap has for himself. */
    public static final int ROOT_COUNT = 64;

    static final long PAGE = 4096;

    /** Sizes from one power of two to the next are told apart by so many lists. */
    static final int LISTS_PER_LEVEL = 16;

    /** Enough for blocks of 2^40 bytes. */
    static final int LEVELS = 36;

    static final StructLayout WORDS = MemoryLayout.structLayout(
                    JAVA_LONG.withName("sequence"), // odd while somebody writes
                    paddingLayout(120),
                    JAVA_LONG.withName("logLength"), // of what is to be undone; 0 commits
                    JAVA_LONG.withName("logEnd"), // how much of the log has memory
                    paddingLayout(112),
                    JAVA_LONG.withName("heapEnd"), // up to where there are blocks
                    JAVA_LONG.withName("usedBytes"), // of the blocks that are taken, headers included
                    paddingLayout(112),
                    sequenceLayout(ROOT_COUNT, JAVA_LONG).withName("roots"),
                    JAVA_LONG.withName("levels"), // a bit for each level that has free blocks
                    sequenceLayout(LEVELS, JAVA_INT).withName("lists"), // and for each of its lists
                    sequenceLayout((long) LEVELS * LISTS_PER_LEVEL, JAVA_LONG).withName("heads"))
            .withName("heapWords");

    /** Where the words begin. */
    static final long BASE = roundUp(LOCKS + CellSegment.byteSize(1, Long.BYTES));

    static final long SEQUENCE = offset("sequence");
    static final long LOG_LENGTH = offset("logLength");
    static final long LOG_END = offset("logEnd");
    static final long HEAP_END = offset("heapEnd");
    static final long USED_BYTES = offset("usedBytes");

    /** Where the user's own words lie, one after the other. */
    public static final long ROOTS = offset("roots");

    static final long LEVELS_WORD = offset("levels");
    static final long LISTS = offset("lists");
    static final long HEADS = offset("heads");

    /** Where the words end. */
    static final long WORDS_END = BASE + WORDS.byteSize();

    /** Where the blocks begin. */
    public static final long HEAP = roundUp(WORDS_END);

    private HeapLayout() {}

    /** Returns where the undo log begins. */
    static long log(long limitBytes) {
        return HEAP + roundUp(limitBytes);
    }

    /** Returns the length of the file of a heap that may take so much memory. */
    public static long fileSize(long limitBytes) {
        return Math.addExact(HEAP, Math.multiplyExact(2, roundUp(limitBytes)));
    }

    static long roundUp(long byteSize) {
        return Math.addExact(byteSize, PAGE - 1) & -PAGE;
    }

    private static long offset(String word) {
        return BASE + WORDS.byteOffset(PathElement.groupElement(word));
    }
}
