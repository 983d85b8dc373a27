package io.gatun.collection;

import io.gatun.heap.HeapLayout;
import io.gatun.heap.SharedHeap;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** The heaps of collections: a header before them, and what is thrown at their limit. */
final class CollectionHeap {
    /** What a collection may take where nothing else is said. Only what it does take is memory; the rest is addresses. */
    static final long DEFAULT_LIMIT_BYTES = 16L << 30;

    private CollectionHeap() {}

    /**
     * Creates one.
     *
     * @param elements what they are: the descriptions of their codecs
     * @param initializer sets its roots
     * @throws IllegalArgumentException if the limit is too low for an empty one
     * @throws SegmentException as {@link SharedSegment#createSparse}
     */
    static SharedHeap create(
            SegmentName name,
            CollectionKind kind,
            String elements,
            long limitBytes,
            Consumer<MemorySegment> initializer) {
        if (limitBytes < SharedHeap.LEAST_LIMIT || limitBytes > 1L << 46) {
            throw new IllegalArgumentException("limitBytes=" + limitBytes + ": an empty " + kind + " needs "
                    + SharedHeap.LEAST_LIMIT + ", and no machine has more than 2^46");
        }
        CollectionHeader header = new CollectionHeader(kind, HeapLayout.fileSize(limitBytes), limitBytes, elements);
        return SharedHeap.create(
                name, limitBytes, needed -> new MemoryLimitException(name.path(), needed, limitBytes), memory -> {
                    header.writeTo(memory);
                    initializer.accept(memory);
                });
    }

    /**
     * Attaches one.
     *
     * @throws SegmentException.Malformed if it is none, or of another kind, or has other elements
     * @throws SegmentException as {@link SharedSegment#attachSparse}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    static SharedHeap attach(SegmentName name, CollectionKind kind, String elements) {
        SharedSegment segment = SharedSegment.attachSparse(name);
        try {
            CollectionHeader header = CollectionHeader.read(segment.memory(), segment.byteSize(), segment.path());
            header.require(kind, elements, segment.path());
            long limit = header.limitBytes();
            return SharedHeap.of(segment, limit, needed -> new MemoryLimitException(segment.path(), needed, limit));
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }
}
