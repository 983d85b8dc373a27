package io.gatun.cli;

import io.gatun.collection.CollectionInfo;
import io.gatun.collection.SharedCollections;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.Segments;
import io.gatun.sync.LockInfo;
import io.gatun.sync.Locks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that {@code gatun top} shows, as it was at one moment.
 *
 * @param nanos when, on {@link System#nanoTime()}'s clock
 * @param damaged what could not be read, and why, a line each
 */
record TopSnapshot(
        Instant time,
        long nanos,
        List<PoolSnapshot> pools,
        List<LockInfo> locks,
        List<CollectionInfo> collections,
        List<String> damaged) {

    /** Looks at this user's segments, and writes to none. */
    static TopSnapshot take() {
        List<PoolSnapshot> pools = new ArrayList<>();
        List<CollectionInfo> collections = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        for (SegmentInfo segment : Segments.list()) {
            try {
                if (segment.kind() == SegmentKind.CONTROL) {
                    PoolSnapshot.of(segment.name()).ifPresent(pools::add);
                } else if (segment.kind() == SegmentKind.COLLECTION) {
                    collections.add(SharedCollections.inspect(segment.name()));
                }
            } catch (SegmentException.NotFound e) {
                // gone meanwhile
            } catch (SegmentException e) {
                damaged.add(String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
            }
        }
        return new TopSnapshot(
                Instant.now(),
                System.nanoTime(),
                List.copyOf(pools),
                Locks.list(),
                List.copyOf(collections),
                List.copyOf(damaged));
    }

    boolean isEmpty() {
        return pools.isEmpty() && locks.isEmpty() && collections.isEmpty() && damaged.isEmpty();
    }
}
