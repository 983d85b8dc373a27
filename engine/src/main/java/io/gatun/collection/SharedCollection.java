package io.gatun.collection;

import java.nio.file.Path;

/**
 * What all collections of this package have in common: they lie in a segment of a name of its own.
 *
 * <p><b>Ownership:</b> as a {@linkplain io.gatun.segment.SharedSegment segment}'s: {@link #close} ends the use here, {@link #unlink} removes the name.
 */
public sealed interface SharedCollection extends AutoCloseable
        permits SharedMap, SharedSet, SharedList, SharedQueue, SharedNamespace, FrozenList {
    /** Returns the path of the segment. */
    Path path();

    /** As {@link io.gatun.segment.SharedSegment#fileId()}. */
    String fileId();

    /** Tells whether it was closed here. */
    boolean isClosed();

    /** Returns how much memory it has and uses. */
    MemoryUse memoryUse();

    /** As {@link io.gatun.segment.SharedSegment#unlink()}: those who have attached it go on with it. */
    boolean unlink();

    /** Ends the use here; does nothing the second time. The collection, its name and what others do with it stay. */
    @Override
    void close();
}
