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
        int position = QueueLayout.position(memory.get(JAVA_LONG, QueueLayout.HEAD));
        int tail = QueueLayout.position(memory.get(JAVA_LONG, QueueLayout.TAIL));
        int count = 0;
        int removed = 0;
        int used = 0;
        for (long element = element(memory, position, units); element != QueueLayout.NOT_THERE; ) {
            int length = QueueLayout.length(element);
            int state = QueueLayout.state(element);
            if (length < 0
                    || QueueLayout.units(length) >= units - used
                    || (state != QueueLayout.PRESENT && state != QueueLayout.REMOVED_FROM_WITHIN)) {
                problems.add("element " + count + " has the length " + length + " and the state " + state);
                return problems;
            }
            count++;
            removed += state == QueueLayout.REMOVED_FROM_WITHIN ? 1 : 0;
            used += QueueLayout.units(length);
            position += QueueLayout.units(length);
            element = element(memory, position, units);
        }
        // a producer that died may have put an element more, which perhaps was taken, too
        boolean isOneMore = tail != position && behind(memory, tail, units) == position;
        if (tail != position && !isOneMore) {
            problems.add("the elements end at " + Integer.toUnsignedLong(position) + ", the tail is at "
                    + Integer.toUnsignedLong(tail));
        }
        int counted = memory.get(JAVA_INT, QueueLayout.REMOVED);
        if (Math.abs(counted - removed) > 1) { // one more or less was left by who died in between, and will be counted
            problems.add("removed=" + counted + ", there are " + removed + " that were removed from within");
        }
        if (count - removed > memory.get(JAVA_INT, QueueLayout.CAPACITY)) {
            problems.add("there are " + (count - removed) + " elements, more than it may have");
        }
        return problems;
    }

    private static long element(MemorySegment memory, int position, int units) {
        return memory.get(JAVA_LONG, QueueLayout.RING + (position & (units - 1)) * QueueLayout.UNIT);
    }

    private static int behind(MemorySegment memory, int position, int units) {
        return position + QueueLayout.units(QueueLayout.length(element(memory, position, units)));
    }
}
