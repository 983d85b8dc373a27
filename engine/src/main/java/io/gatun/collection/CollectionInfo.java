package io.gatun.collection;

import io.gatun.segment.SegmentName;

/**
 * A collection, as it was at some moment.
 *
 * @param elements what its elements are: the descriptions of its codecs
 * @param size how many it has
 * @param capacity how many it may have; -1 if that is a matter of memory
 */
public record CollectionInfo(
        SegmentName name, CollectionKind kind, String elements, long size, long capacity, MemoryUse memory) {}
