package io.gatun.heap;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of blocks, by where they begin: as {@link BitSet}, and of a heap of any size.
 *
 * <p><b>Threads:</b> used by one.
 */
final class BlockSet {
    /** Blocks begin at a multiple of it. */
    private static final long UNIT = Long.BYTES;

    private static final int PART_LOG = 20;
    private static final long IN_PART = (1L << PART_LOG) - 1;

    private final Map<Long, BitSet> parts = new HashMap<>();
    private long size;

    /** Adds a block that is not there. */
    void add(long block) {
        parts.computeIfAbsent(part(block), number -> new BitSet()).set(bit(block));
        size++;
    }

    /** Removes a block; tells whether it was there. */
    boolean remove(long block) {
        BitSet part = block % UNIT == 0 ? parts.get(part(block)) : null;
        if (part == null || !part.get(bit(block))) {
            return false;
        }
        part.clear(bit(block));
        size--;
        return true;
    }

    long size() {
        return size;
    }

    private static long part(long block) {
        return (block / UNIT) >> PART_LOG;
    }

    private static int bit(long block) {
        return (int) ((block / UNIT) & IN_PART);
    }
}
