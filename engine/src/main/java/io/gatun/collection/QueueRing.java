package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The ring of a queue's elements: what those do with it who hold its locks.
 *
 * <p>An element is put when the tail is stored, and taken when the head is: one store each, after all that belongs to it. So whoever is killed on the way has put or
 * taken it wholly, or not at all. Only the number of those removed from within is a second store; who takes the lock from the dead {@linkplain #recount counts
 * them}.
 *
 * <p><b>Memory ordering:</b> tail and head are stored with release and read with acquire: who sees an element's place sees the element, and who sees that
 * a place is free has its bytes copied out by the one that took it. <b>Threads:</b> as the methods say.
 */
final class QueueRing {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;
    private final int capacity;
    private final int ringUnits;
    private final int mask;

    QueueRing(MemorySegment memory) {
        this.memory = memory;
        this.capacity = memory.get(JAVA_INT, QueueLayout.CAPACITY);
        this.ringUnits = memory.get(JAVA_INT, QueueLayout.RING_UNITS);
        this.mask = ringUnits - 1;
    }

    int capacity() {
        return capacity;
    }

    /** Returns how many bytes an element may have. */
    long longest() {
        return Math.min(Integer.MAX_VALUE - 16L, (ringUnits - 1) * QueueLayout.UNIT);
    }

    long tail() {
        return (long) LONG.getAcquire(memory, QueueLayout.TAIL);
    }

    long head() {
        return (long) LONG.getAcquire(memory, QueueLayout.HEAD);
    }

    private int removed() {
        return (int) INT.getAcquire(memory, QueueLayout.REMOVED);
    }

    /** Returns how many elements there are; while others put and take, of some moment. */
    int size() {
        long head = head(); // first: it never overtakes a tail that is read later
        int size = QueueLayout.count(tail()) - QueueLayout.count(head) - removed();
        return Math.clamp(size, 0, capacity);
    }

    /** Tells whether there is nothing to take; any thread may ask. One that was removed from within never comes first. */
    boolean isEmpty() {
        long head = head();
        return head == (long) LONG.getOpaque(memory, QueueLayout.SEEN_TAIL) && head == tail();
    }

    /** Tells whether an element of so many bytes has room; any thread may ask. */
    boolean hasRoom(int byteSize) {
        return hasRoom(tail(), head(), removed(), byteSize);
    }

    private boolean hasRoom(long tail, long head, int removed, int byteSize) {
        int used = QueueLayout.position(tail) - QueueLayout.position(head);
        int count = QueueLayout.count(tail) - QueueLayout.count(head) - removed;
        return count < capacity && QueueLayout.units(byteSize) <= ringUnits - used;
    }

    /** Puts an element, if there is room; for who holds the tail's lock. */
    boolean put(byte[] element) {
        long tail = (long) LONG.getOpaque(memory, QueueLayout.TAIL);
        long seenHead = memory.get(JAVA_LONG, QueueLayout.SEEN_HEAD);
        int seenRemoved = memory.get(JAVA_INT, QueueLayout.SEEN_REMOVED);
        if (!hasRoom(tail, seenHead, seenRemoved, element.length) && !hasRoomNow(tail, element.length)) {
            return false;
        }
        int position = QueueLayout.position(tail);
        long at = address(position);
        memory.set(JAVA_INT, at, element.length);
        memory.set(JAVA_INT, at + QueueLayout.STATE, QueueLayout.PRESENT);
        copyIn(position + 1, element);
        CrashPoint.QUEUE_WRITTEN.reach();
        int next = position + QueueLayout.units(element.length);
        LONG.setRelease(memory, QueueLayout.TAIL, QueueLayout.word(next, QueueLayout.count(tail) + 1));
        CrashPoint.QUEUE_PUT.reach();
        return true;
    }

    /** The same, by the head and the number of removed ones as they are now; killed between the two stores, either will do. */
    private boolean hasRoomNow(long tail, int byteSize) {
        long head = head();
        int removed = removed();
        memory.set(JAVA_INT, QueueLayout.SEEN_REMOVED, 0); // never more than there are behind the head beside it
        memory.set(JAVA_LONG, QueueLayout.SEEN_HEAD, head);
        memory.set(JAVA_INT, QueueLayout.SEEN_REMOVED, removed);
        return hasRoom(tail, head, removed, byteSize);
    }

    private void copyIn(int position, byte[] element) {
        long at = address(position);
        int first = (int) Math.min(element.length, end() - at);
        Bytes.copyIn(element, 0, memory, at, first);
        if (first < element.length) {
            Bytes.copyIn(element, first, memory, QueueLayout.RING, element.length - first);
        }
    }

    private byte[] copyOut(int position, int length) {
        byte[] element = new byte[length];
        long at = address(position);
        int first = (int) Math.min(length, end() - at);
        Bytes.copyOut(memory, at, element, 0, first);
        if (first < length) {
            Bytes.copyOut(memory, QueueLayout.RING, element, first, length - first);
        }
        return element;
    }

    private long address(int position) {
        return QueueLayout.RING + (position & mask) * QueueLayout.UNIT;
    }

    private long end() {
        return QueueLayout.RING + ringUnits * QueueLayout.UNIT;
    }

    /** Returns what goes to the first element, and perhaps to none behind it; for who holds the head's lock. */
    Cursor first() {
        long seen = memory.get(JAVA_LONG, QueueLayout.SEEN_TAIL);
        return (long) LONG.getOpaque(memory, QueueLayout.HEAD) == seen ? all() : new Cursor(seen);
    }

    /** Returns what goes through the elements that there are; for who holds the head's lock. */
    Cursor all() {
        long tail = tail();
        LONG.setOpaque(memory, QueueLayout.SEEN_TAIL, tail);
        return new Cursor(tail);
    }

    /** Goes through the elements, from the head to a tail. */
    final class Cursor {
        private final long tail;
        private long at = (long) LONG.getOpaque(memory, QueueLayout.HEAD);
        private long last;
        private int passed;

        private Cursor(long tail) {
            this.tail = tail;
        }

        /** Goes to the next element that was not removed; tells whether there is one. */
        boolean next() {
            passRemoved();
            if (at == tail) {
                return false;
            }
            last = at;
            pass();
            return true;
        }

        private void passRemoved() {
            while (at != tail
                    && memory.get(JAVA_INT, address(QueueLayout.position(at)) + QueueLayout.STATE)
                            == QueueLayout.REMOVED_FROM_WITHIN) {
                pass();
                passed++;
            }
        }

        private void pass() {
            int position = QueueLayout.position(at);
            int next = position + QueueLayout.units(memory.get(JAVA_INT, address(position)));
            at = QueueLayout.word(next, QueueLayout.count(at) + 1);
        }

        /** Returns the element it has come to, a copy. */
        byte[] element() {
            int position = QueueLayout.position(last);
            return copyOut(position + 1, memory.get(JAVA_INT, address(position)));
        }

        /** Returns what tells the element from all others: where it lies and which one it is. */
        long id() {
            return last;
        }

        /** Takes all elements it has passed, the one it has come to included, and the removed ones behind it: those never come first. */
        void take() {
            passRemoved();
            if (passed > 0) {
                INT.setRelease(memory, QueueLayout.REMOVED, removed() - passed);
                passed = 0;
            }
            LONG.setRelease(memory, QueueLayout.HEAD, at);
            CrashPoint.QUEUE_TAKEN.reach();
        }

        /** Removes the element it has come to, from within. */
        void remove() {
            long state = address(QueueLayout.position(last)) + QueueLayout.STATE;
            INT.setRelease(memory, state, QueueLayout.REMOVED_FROM_WITHIN);
            CrashPoint.QUEUE_REMOVED.reach();
            INT.setRelease(memory, QueueLayout.REMOVED, removed() + 1);
        }
    }

    /** Takes all elements; for who holds the head's lock. */
    void clear() {
        long tail = all().tail;
        INT.setRelease(memory, QueueLayout.REMOVED, 0);
        LONG.setRelease(memory, QueueLayout.HEAD, tail);
        CrashPoint.QUEUE_TAKEN.reach();
    }

    /** Counts those removed from within, after who held the head's lock has died. */
    void recount() {
        Cursor all = all();
        while (all.next()) {
            // counts those it passes
        }
        INT.setRelease(memory, QueueLayout.REMOVED, all.passed);
    }

    /** Returns how many elements were put and are not done. */
    int unfinished() {
        return QueueLayout.count(tail()) - (int) INT.getAcquire(memory, QueueLayout.DONE);
    }

    /**
     * Counts an element as done.
     *
     * @return how many are not, or -1 if all were
     */
    int done() {
        while (true) {
            int done = (int) INT.getVolatile(memory, QueueLayout.DONE);
            int unfinished = QueueLayout.count(tail()) - done;
            if (unfinished <= 0) {
                return -1;
            }
            if (INT.compareAndSet(memory, QueueLayout.DONE, done, done + 1)) {
                return unfinished - 1;
            }
        }
    }
}
