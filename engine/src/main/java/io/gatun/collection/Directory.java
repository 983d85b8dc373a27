package io.gatun.collection;

import io.gatun.heap.HeapCheck;
import io.gatun.heap.SharedHeap;
import io.gatun.heap.Transaction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An array of words that grows without moving: chunks, each as large as all before it together.
 *
 * <p><b>Layout:</b> words in the roots of a heap, one for each chunk: where it lies, 0 if it is not there yet. Chunk 0 has 2^{@value #FIRST_LOG} words,
 * chunk <i>k</i> as many as begin with the index 2^({@value #FIRST_LOG} + <i>k</i> - 1). Everywhere {@code root} is where the first of those words lies.
 */
final class Directory {
    /** How many chunks there can be; no machine has memory for the last. */
    static final int CHUNKS = 44;

    private static final int FIRST_LOG = 3;

    private Directory() {}

    /** Returns which chunk an index is in. */
    static int chunk(long index) {
        return index < 1 << FIRST_LOG ? 0 : Long.SIZE - Long.numberOfLeadingZeros(index) - FIRST_LOG;
    }

    /** Returns the first index of a chunk. */
    static long begin(int chunk) {
        return chunk == 0 ? 0 : 1L << (FIRST_LOG + chunk - 1);
    }

    /** Returns how many words a chunk has. */
    static long length(int chunk) {
        return chunk == 0 ? 1L << FIRST_LOG : begin(chunk);
    }

    private static long slot(long root, int chunk) {
        return root + (long) chunk * Long.BYTES;
    }

    /** Returns where a word lies; to a reader, while somebody writes, where none does, but within the heap. */
    static long addressForReader(SharedHeap heap, long root, long index) {
        long address = address(heap.memory(), root, index);
        heap.requireWithin(address, Long.BYTES);
        return address;
    }

    /** Returns where a word lies, which is there. */
    static long address(MemorySegment memory, long root, long index) {
        int chunk = chunk(index);
        return memory.get(ValueLayout.JAVA_LONG, slot(root, chunk)) + (index - begin(chunk)) * Long.BYTES;
    }

    /** Tells whether there is a word of an index. */
    static boolean has(MemorySegment memory, long root, long index) {
        return memory.get(ValueLayout.JAVA_LONG, slot(root, chunk(index))) != 0;
    }

    /** Sees to it that all words before an index are there; new ones hold anything. */
    static void reserve(Transaction change, long root, long end) {
        for (int chunk = end == 0 ? -1 : chunk(end - 1); chunk >= 0; chunk--) {
            if (change.getLong(slot(root, chunk)) != 0) {
                return;
            }
            change.putLong(slot(root, chunk), change.allocate(length(chunk) * Long.BYTES));
        }
    }

    /** Notes the blocks that the chunks take, of which there must be those of all words before an index. */
    static void check(MemorySegment memory, long root, long end, HeapCheck check) {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            long address = memory.get(ValueLayout.JAVA_LONG, slot(root, chunk));
            if (address != 0) {
                check.use(address);
            } else if (begin(chunk) < end) {
                check.problem("chunk " + chunk + " of the directory is missing");
            }
        }
    }
}
