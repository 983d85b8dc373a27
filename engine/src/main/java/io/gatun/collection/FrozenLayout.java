package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where all of a frozen list lies: the header; how many elements there are (int64); where each begins and, one more, where the last ends (int64
 * each, in bytes from the beginning of the file); and their bytes, one after the other.
 */
final class FrozenLayout {
    static final long COUNT = CollectionHeader.END;
    static final long OFFSETS = COUNT + Long.BYTES;

    private FrozenLayout() {}

    /** Returns where the bytes of the first of so many elements lie. */
    static long bytes(long count) {
        return OFFSETS + (count + 1) * Long.BYTES;
    }

    static long count(MemorySegment memory) {
        return memory.get(JAVA_LONG, COUNT);
    }

    static long offset(MemorySegment memory, long index) {
        return memory.get(JAVA_LONG, OFFSETS + index * Long.BYTES);
    }

    /**
     * Sees to it that there is room for as many elements as there are said to be.
     *
     * @throws SegmentException.Malformed if there is not
     */
    static void requireSizes(MemorySegment memory, CollectionHeader header, Path path) {
        long count = memory.byteSize() < bytes(0) ? -1 : count(memory);
        if (count < 0 || count > Integer.MAX_VALUE || bytes(count) > memory.byteSize()) {
            throw new SegmentException.Malformed(
                    path,
                    COUNT,
                    "the " + header.kind() + " says it has " + count + " elements, the file has " + memory.byteSize()
                            + " bytes");
        }
    }

    static MemoryUse memoryUse(MemorySegment memory) {
        return new MemoryUse(memory.byteSize(), memory.byteSize(), 0, memory.byteSize());
    }

    /** Returns what is not as it must be. */
    static List<String> problems(MemorySegment memory) {
        List<String> problems = new ArrayList<>();
        long count = count(memory);
        long end = bytes(count);
        for (long i = 0; i <= count && problems.isEmpty(); i++) {
            long next = offset(memory, i);
            if (next < end || next > memory.byteSize() || (i == 0 && next != end) || next - end > Integer.MAX_VALUE) {
                problems.add("element " + i + " begins at " + next + ", the one before it at " + end);
            }
            end = next;
        }
        return problems;
    }
}
