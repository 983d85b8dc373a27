package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A queue looked at from outside, without its locks. */
final class QueueCheck {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int ATTEMPTS = 1000;

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
        int head = QueueLayout.position(word(memory, QueueLayout.HEAD));
        int tail = QueueLayout.position(word(memory, QueueLayout.TAIL));
        long ring = memory.get(JAVA_INT, QueueLayout.RING_UNITS) * QueueLayout.UNIT;
        long used = Math.max(0, tail - head) * QueueLayout.UNIT; // a tail that is not settled may be behind the head
        return new MemoryUse(used, ring, ring - used, ring);
    }

    /**
     * Returns what is not as it must be. Others may put and take meanwhile: a problem is one only if none was taken or removed while it was found.
     *
     * @throws IllegalStateException if something seems wrong and is taken each time
     */
    static List<String> problems(MemorySegment memory, Path path) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long head = word(memory, QueueLayout.HEAD);
            int removed = (int) INT.getAcquire(memory, QueueLayout.REMOVED);
            List<String> problems = problems(memory, QueueLayout.position(head), removed);
            VarHandle.acquireFence();
            if (problems.isEmpty()
                    || (head == word(memory, QueueLayout.HEAD)
                            && removed == (int) INT.getAcquire(memory, QueueLayout.REMOVED))) {
                return problems;
            }
        }
        throw new IllegalStateException(path + " is being changed all the while: check it when it is not");
    }

    private static List<String> problems(MemorySegment memory, int head, int counted) {
        List<String> problems = new ArrayList<>();
        int units = memory.get(JAVA_INT, QueueLayout.RING_UNITS);
        int tailBefore = QueueLayout.position(word(memory, QueueLayout.TAIL));
        int position = head;
        int count = 0;
        int removed = 0;
        for (long element = element(memory, position, units); element != QueueLayout.NOT_THERE; ) {
            int length = QueueLayout.length(element);
            int state = QueueLayout.state(element);
            if (length < 0
                    || QueueLayout.units(length) >= units - (position - head)
                    || (state != QueueLayout.PRESENT && state != QueueLayout.REMOVED_FROM_WITHIN)) {
                problems.add("element " + count + " has the length " + length + " and the state " + state);
                return problems;
            }
            count++;
            removed += state == QueueLayout.REMOVED_FROM_WITHIN ? 1 : 0;
            position += QueueLayout.units(length);
            element = element(memory, position, units);
        }
        // a producer at work, or one that died, may have put an element more, which perhaps was taken, too
        int tail = QueueLayout.position(word(memory, QueueLayout.TAIL));
        if (position - tailBefore < 0 || (position - tail > 0 && behind(memory, tail, units) != position)) {
            problems.add("the elements end at " + Integer.toUnsignedLong(position) + ", the tail is at "
                    + Integer.toUnsignedLong(tail));
        }
        if (Math.abs(counted - removed) > 1) { // one more or less was left by who died in between, and will be counted
            problems.add("removed=" + counted + ", there are " + removed + " that were removed from within");
        }
        if (count - removed > memory.get(JAVA_INT, QueueLayout.CAPACITY)) {
            problems.add("there are " + (count - removed) + " elements, more than it may have");
        }
        return problems;
    }

    private static long word(MemorySegment memory, long offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    private static long element(MemorySegment memory, int position, int units) {
        return word(memory, QueueLayout.RING + (position & (units - 1)) * QueueLayout.UNIT);
    }

    private static int behind(MemorySegment memory, int position, int units) {
        return position + QueueLayout.units(QueueLayout.length(element(memory, position, units)));
    }
}
