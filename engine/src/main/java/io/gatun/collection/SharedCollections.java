package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.heap.HeapLayout;
import io.gatun.heap.HeapUse;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The collections of this machine, looked at from outside: how many elements they have, what memory they take, and whether they are sound.
 *
 * <p>Nothing is locked or written for it, and no part is taken in the locks, so that it can be told also when all who used a collection are dead.
 *
 * <p><b>Threads:</b> safe. What it tells was true at some moment of the call, and may not be any more; while somebody writes, the number of elements and the use of
 * memory may be of moments one after the other.
 */
public final class SharedCollections {
    private SharedCollections() {}

    /**
     * Returns this user's collections in the shared memory folder, by name; without those that are damaged.
     *
     * @throws SegmentException.NotFound if there is no such folder
     */
    public static List<CollectionInfo> list() {
        List<CollectionInfo> found = new ArrayList<>();
        for (SegmentInfo segment : Segments.list()) {
            if (segment.kind() == SegmentKind.COLLECTION) {
                infoIfPossible(segment.name()).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    private static Optional<CollectionInfo> infoIfPossible(SegmentName name) {
        try {
            return Optional.of(inspect(name));
        } catch (SegmentException e) {
            return Optional.empty(); // gone meanwhile, another user's, or damaged
        }
    }

    /**
     * Tells about one collection.
     *
     * @throws SegmentException.Malformed if it is none, or damaged
     * @throws SegmentException as {@link SharedSegment#attach(SegmentName, Access)}
     */
    public static CollectionInfo inspect(SegmentName name) {
        try (SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY)) {
            CollectionHeader header = CollectionHeader.read(segment.memory(), segment.byteSize(), segment.path());
            return info(name, segment, header);
        } catch (IndexOutOfBoundsException | InternalError e) {
            throw new SegmentException.Malformed(name.path(), HeapLayout.LOCKS, "damaged: " + e.getMessage());
        }
    }

    private static CollectionInfo info(SegmentName name, SharedSegment segment, CollectionHeader header) {
        MemorySegment memory = segment.memory();
        return switch (header.kind()) {
            case MAP, SET, NAMESPACE, LIST ->
                new CollectionInfo(
                        name,
                        header.kind(),
                        header.elements(),
                        memory.get(JAVA_LONG, HeapLayout.ROOTS),
                        -1,
                        MemoryUse.of(HeapUse.read(memory), header.limitBytes()));
            case QUEUE -> {
                QueueCheck.requireSizes(memory, header, segment.path());
                QueueRing ring = new QueueRing(memory);
                yield new CollectionInfo(
                        name,
                        header.kind(),
                        header.elements(),
                        ring.size(),
                        ring.capacity(),
                        QueueCheck.memoryUse(memory));
            }
            case FROZEN_LIST -> {
                FrozenLayout.requireSizes(memory, header, segment.path());
                long count = FrozenLayout.count(memory);
                yield new CollectionInfo(
                        name, header.kind(), header.elements(), count, count, FrozenLayout.memoryUse(memory));
            }
        };
    }

    /**
     * Looks at every invariant of a collection, and changes nothing. Takes as much memory as the collection has.
     *
     * @throws SegmentException as {@link #inspect}
     * @throws IllegalStateException if it is being changed all the while
     */
    public static CollectionCheck check(SegmentName name) {
        try (SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY)) {
            CollectionHeader header = CollectionHeader.read(segment.memory(), segment.byteSize(), segment.path());
            List<String> facts = new ArrayList<>();
            facts.add(header.kind() + " of " + header.elements());
            List<String> problems = switch (header.kind()) {
                case MAP, SET, NAMESPACE -> HeapSnapshot.check(segment, header.limitBytes(), TableCheck::check, facts);
                case LIST -> HeapSnapshot.check(segment, header.limitBytes(), ByteList::check, facts);
                case QUEUE -> {
                    QueueCheck.requireSizes(segment.memory(), header, segment.path());
                    yield QueueCheck.problems(segment.memory(), segment.path());
                }
                case FROZEN_LIST -> {
                    FrozenLayout.requireSizes(segment.memory(), header, segment.path());
                    yield FrozenLayout.problems(segment.memory());
                }
            };
            return new CollectionCheck(facts, problems);
        }
    }
}
