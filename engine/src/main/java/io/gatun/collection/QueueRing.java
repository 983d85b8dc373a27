package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The ring of a queue's elements: what those do with it who hold its locks.
 *
 * <p>An element is put when its own first word is stored, and taken when the head is: one store each, after all that belongs to it. So whoever is killed on the way has
 * put or taken it wholly, or not at all. Who takes looks at that word, which lies beside the element, and not at the tail: that is the producers' note of where the next
 * one goes. It is stored after the element, as is the number of those removed from within; who takes a lock from the dead {@linkplain #settleTail sees to} {@linkplain
 * #recount that}.
 *
 * <p><b>Memory ordering:</b> an element's word and the head are stored with release and read with acquire: who sees the word sees the element, and who sees that
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
        return Math.min(Integer.MAX_VALUE - 16L, (ringUnits - 2) * QueueLayout.UNIT);
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
        // the same head afterwards: or what was looked at may have been the next place of a tail that has gone round
        // the ring
        return element(head) == QueueLayout.NOT_THERE && head == head();
    }

    /** Tells whether an element of so many bytes has room; any thread may ask. */
    boolean hasRoom(int byteSize) {
        return hasRoom(tail(), head(), removed(), byteSize);
    }

    private boolean hasRoom(long tail, long head, int removed, int byteSize) {
        int used = QueueLayout.position(tail) - QueueLayout.position(head);
        int count = QueueLayout.count(tail) - QueueLayout.count(head) - removed;
        return count < capacity && QueueLayout.units(byteSize) < ringUnits - used; // one for the next element's word
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
        int next = position + QueueLayout.units(element.length);
        copyIn(position + 1, element);
        memory.set(JAVA_LONG, address(next), QueueLayout.NOT_THERE);
        CrashPoint.QUEUE_WRITTEN.reach();
        LONG.setRelease(memory, address(position), QueueLayout.element(element.length, QueueLayout.PRESENT));
        CrashPoint.QUEUE_PUT.reach();
        LONG.setRelease(memory, QueueLayout.TAIL, QueueLayout.word(next, QueueLayout.count(tail) + 1));
        return true;
    }

    /** Moves the tail behind an element that was put by who held its lock and has died before that. */
    void settleTail() {
        long tail = tail();
        long element = element(tail);
        if (element != QueueLayout.NOT_THERE) { // one, since who put it held the lock
            LONG.setRelease(memory, QueueLayout.TAIL, behind(tail, element));
        }
    }

    /** Returns the first word of the element that is at a place, or would be. */
    private long element(long place) {
        return (long) LONG.getAcquire(memory, address(QueueLayout.position(place)));
    }

    /**
     * Returns where the one after an element begins.
     *
     * @throws IllegalStateException if it is longer than any that was put
     */
    private long behind(long place, long element) {
        int length = QueueLayout.length(element);
        if (length < 0 || length > longest()) {
            throw damaged("an element of " + length + " bytes");
        }
        int next = QueueLayout.position(place) + QueueLayout.units(length);
        return QueueLayout.word(next, QueueLayout.count(place) + 1);
    }

    private static IllegalStateException damaged(String what) {
        return new IllegalStateException("the queue is damaged: " + what + "; gatun fsck tells more");
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

    /** Goes through the elements, from the first on; for who holds the head's lock. */
    final class Cursor {
        private final long end;
        private final long head = (long) LONG.getOpaque(memory, QueueLayout.HEAD);
        private long at = head;
        private long last;
        private long lastElement;
        private int passed;

        /** Begins, and goes no further than to where the tail is now, so that it comes to an end however many are put meanwhile. */
        Cursor() {
            end = tail();
        }

        /** Begins, and goes to the first element only, so that the tail need not be looked at. */
        Cursor(boolean toTheFirst) {
            end = toTheFirst ? at - 1 : at; // where it never comes
        }

        /** Goes to the next element that was not removed; tells whether there is one. */
        boolean next() {
            long element = passRemoved();
            if (at == end || element == QueueLayout.NOT_THERE) {
                return false;
            }
            last = at;
            lastElement = element;
            pass(element);
            return true;
        }

        private long passRemoved() {
            long element = QueueRing.this.element(at);
            while (at != end && QueueLayout.state(element) == QueueLayout.REMOVED_FROM_WITHIN) {
                pass(element);
                passed++;
                element = QueueRing.this.element(at);
            }
            return element;
        }

        private void pass(long element) {
            at = behind(at, element);
            int passedUnits = QueueLayout.position(at) - QueueLayout.position(head);
            if (passedUnits < 0 || passedUnits > ringUnits) {
                throw damaged("its elements have no end");
            }
        }

        /** Returns the element it has come to, a copy. */
        byte[] element() {
            return copyOut(QueueLayout.position(last) + 1, QueueLayout.length(lastElement));
        }

        /** Returns what tells the element from all others: where it lies and which one it is. */
        long id() {
            return last;
        }

        /** Takes all elements it has passed, the one it has come to included, and the removed ones behind it: those never come first. */
        void take() {
            if (removed() != 0) {
                passRemoved();
            }
            if (passed > 0) {
                INT.setRelease(memory, QueueLayout.REMOVED, removed() - passed);
                passed = 0;
            }
            LONG.setRelease(memory, QueueLayout.HEAD, at);
            CrashPoint.QUEUE_TAKEN.reach();
        }

        /** Removes the element it has come to, from within. */
        void remove() {
            long gone = QueueLayout.element(QueueLayout.length(lastElement), QueueLayout.REMOVED_FROM_WITHIN);
            LONG.setRelease(memory, address(QueueLayout.position(last)), gone);
            CrashPoint.QUEUE_REMOVED.reach();
            INT.setRelease(memory, QueueLayout.REMOVED, removed() + 1);
        }
    }

    /** Takes all elements; for who holds the head's lock. */
    void clear() {
        Cursor all = new Cursor();
        while (all.next()) {
            // passes them
        }
        all.take();
    }

    /** Counts those removed from within, after who held the head's lock has died. */
    void recount() {
        Cursor all = new Cursor();
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
