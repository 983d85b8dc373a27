package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue looked at from outside, without its locks. */
final class QueueCheck {
    private QueueCheck() {}

    /**
     * Sees to it that the sizes of a queue fit together.
     *
     * @throws SegmentException.Malformed if they do not
     */
    static void requireSizes(MemorySegment memory, CollectionHeader header, Path path) {
        boolean isLongEnough = memory.byteSize() >= QueueLayout.RING;
        int capacity = isLongEnough ? memory.get(JAVA_INT, QueueLayout.CAPACITY) : 0;
        int units = isLongEnough ? memory.get(JAVA_INT, QueueLayout.RING_UNITS) : 0;
        if (capacity <= 0
                || Integer.bitCount(units) != 1
                || units <= 0
                || header.limitBytes() != units * QueueLayout.UNIT
                || header.byteSize() != QueueLayout.RING + units * QueueLayout.UNIT) {
            throw new SegmentException.Malformed(
                    path, QueueLayout.CAPACITY, "the sizes of the queue do not fit together");
        }
    }

    /** Returns how much of the ring is used. */
    static MemoryUse memoryUse(MemorySegment memory) {
        int head = QueueLayout.position(memory.get(JAVA_LONG, QueueLayout.HEAD));
        int tail = QueueLayout.position(memory.get(JAVA_LONG, QueueLayout.TAIL));
        long ring = memory.get(JAVA_INT, QueueLayout.RING_UNITS) * QueueLayout.UNIT;
        long used = Integer.toUnsignedLong(tail - head) * QueueLayout.UNIT;
        return new MemoryUse(used, ring, ring - used, ring);
    }

    /** Returns what is not as it must be, at a moment when nobody takes or puts. */
    static List<String> problems(MemorySegment memory) {
        List<String> problems = new ArrayList<>();
        int units = memory.get(JAVA_INT, QueueLayout.RING_UNITS);
        long head = memory.get(JAVA_LONG, QueueLayout.HEAD);
        long tail = memory.get(JAVA_LONG, QueueLayout.TAIL);
        int used = QueueLayout.position(tail) - QueueLayout.position(head);
        int count = QueueLayout.count(tail) - QueueLayout.count(head);
        if (used < 0 || used > units || count < 0 || count > used) {
            problems.add("the ring has " + units + " units, of which " + used + " are used, by " + count + " elements");
            return problems;
        }
        int removed = 0;
        int passed = 0;
        for (int i = 0; i < count; i++) {
            long at = QueueLayout.RING + ((QueueLayout.position(head) + passed) & (units - 1)) * QueueLayout.UNIT;
            int length = memory.get(JAVA_INT, at);
            int state = memory.get(JAVA_INT, at + QueueLayout.STATE);
            if (length < 0
                    || QueueLayout.units(length) > used - passed
                    || (state != QueueLayout.PRESENT && state != QueueLayout.REMOVED_FROM_WITHIN)) {
                problems.add("element " + i + " of " + count + " has the length " + length + " and the state " + state);
                return problems;
            }
            removed += state == QueueLayout.REMOVED_FROM_WITHIN ? 1 : 0;
            passed += QueueLayout.units(length);
        }
        if (passed != used) {
            problems.add("the elements take " + passed + " units, between head and tail are " + used);
        }
        int counted = memory.get(JAVA_INT, QueueLayout.REMOVED);
        if (Math.abs(counted - removed) > 1) { // one more or less was left by who died in between, and will be counted
            problems.add("removed=" + counted + ", there are " + removed + " that were removed from within");
        }
        if (count - counted > memory.get(JAVA_INT, QueueLayout.CAPACITY) + 1) {
            problems.add("there are " + count + " elements, more than it may have");
        }
        return problems;
    }
}
