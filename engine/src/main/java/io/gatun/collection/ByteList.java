package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.heap.HeapCheck;
import io.gatun.heap.HeapLayout;
import io.gatun.heap.SharedHeap;
import io.gatun.heap.Transaction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings, or nothing, one after the other, in a shared heap: what a list is.
 *
 * <p><b>Layout:</b> roots: how many there are, and a {@link Directory} of words, each the address of an element, or 0 for nothing. An element is
 * its length (int32) and its bytes.
 *
 * <p><b>Threads:</b> any; each method is one step for all processes. <b>Crash behaviour:</b> as for {@link Transaction}.
 */
final class ByteList {
    /** The index at which what is inserted comes last, however many there are. */
    static final long AT_THE_END = Long.MAX_VALUE;

    private static final long SIZE = HeapLayout.ROOTS;
    private static final long DIRECTORY = SIZE + Long.BYTES;
    private static final long BYTES = Integer.BYTES;

    /** No Java array is longer. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final SharedHeap heap;
    private final MemorySegment memory;

    ByteList(SharedHeap heap) {
        this.heap = heap;
        this.memory = heap.memory();
    }

    /** What is at a place, which may be nothing. */
    static final class Found {
        private final byte @Nullable [] bytes;

        private Found(byte @Nullable [] bytes) {
            this.bytes = bytes;
        }

        byte @Nullable [] bytes() {
            return bytes;
        }
    }

    long size() {
        return heap.read(sequence -> memory.get(JAVA_LONG, SIZE));
    }

    /**
     * Returns an element.
     *
     * @throws IndexOutOfBoundsException if there is no such place
     */
    byte @Nullable [] get(long index) {
        Found found = find(index);
        if (found == null) {
            throw new IndexOutOfBoundsException("index=" + index + ", size=" + size());
        }
        return found.bytes();
    }

    /** Returns what is at a place, or null if there is no such place. */
    @Nullable
    Found find(long index) {
        return heap.<@Nullable Found>read(sequence -> {
            if (index < 0 || index >= memory.get(JAVA_LONG, SIZE)) {
                return null;
            }
            long element = memory.get(JAVA_LONG, Directory.addressForReader(heap, DIRECTORY, index));
            if (element == 0) {
                return new Found(null);
            }
            heap.requireWithin(element, BYTES);
            int length = memory.get(JAVA_INT, element);
            heap.requireWithin(element + BYTES, length);
            heap.requireStill(sequence); // before memory is taken for what may be no length
            return new Found(Bytes.copyOut(memory, element + BYTES, length));
        });
    }

    /**
     * Replaces an element by what a function makes of it.
     *
     * @return the element as it was
     * @throws IndexOutOfBoundsException if there is no such place
     */
    byte @Nullable [] update(long index, UnaryOperator<byte @Nullable []> function) {
        try (Transaction change = heap.begin()) {
            long place = placeOf(index);
            long element = memory.get(JAVA_LONG, place);
            byte @Nullable [] before = bytesOf(element);
            byte @Nullable [] after = function.apply(before);
            if (before != null && after != null && before.length == after.length) {
                change.putBytes(element + BYTES, after);
            } else {
                change.putLong(place, newElement(change, after));
                free(change, element);
            }
            change.commit();
            return before;
        }
    }

    /** Returns how many elements there are, to who writes. */
    private long soundSize() {
        long size = memory.get(JAVA_LONG, SIZE);
        if (size < 0 || size > MOST || (size > 0 && !Directory.has(memory, DIRECTORY, size - 1))) {
            throw heap.damaged("size=" + size);
        }
        return size;
    }

    private long placeOf(long index) {
        Objects.checkIndex(index, soundSize());
        return Directory.address(memory, DIRECTORY, index);
    }

    private byte @Nullable [] bytesOf(long element) {
        if (element == 0) {
            return null;
        }
        int length = memory.get(JAVA_INT, element);
        if (!heap.isWithin(element + BYTES, length)) {
            throw heap.damaged("the element at " + element + " has " + length + " bytes");
        }
        return Bytes.copyOut(memory, element + BYTES, length);
    }

    private long newElement(Transaction change, byte @Nullable [] bytes) {
        if (bytes == null) {
            return 0;
        }
        long element = change.allocate(BYTES + bytes.length);
        memory.set(JAVA_INT, element, bytes.length);
        Bytes.copyIn(bytes, 0, memory, element + BYTES, bytes.length);
        return element;
    }

    private static void free(Transaction change, long element) {
        if (element != 0) {
            change.free(element);
        }
    }

    /**
     * Inserts elements.
     *
     * @param index before which; {@link #AT_THE_END}
     * @throws IndexOutOfBoundsException if there are fewer
     */
    void insert(long index, List<byte @Nullable []> elements) {
        try (Transaction change = heap.begin()) {
            long size = soundSize();
            long at = index == AT_THE_END ? size : index;
            Objects.checkIndex(at, size + 1);
            long after = size + elements.size();
            if (after > MOST) {
                throw new IllegalStateException("size=" + after + ": a java.util.List has " + MOST + " at most");
            }
            Directory.reserve(change, DIRECTORY, after);
            move(change, at, size, elements.size());
            if (elements.size() == 1) { // nobody reads a place that is not there yet
                put(change, at, newElement(change, elements.getFirst()), size);
            } else {
                long[] made = new long[elements.size()];
                for (int i = 0; i < made.length; i++) {
                    made[i] = newElement(change, elements.get(i));
                }
                write(change, at, made, size);
            }
            change.putLong(SIZE, after);
            change.commit();
        }
    }

    private void put(Transaction change, long index, long element, long size) {
        long place = Directory.address(memory, DIRECTORY, index);
        if (index < size) {
            change.putLong(place, element);
        } else {
            memory.set(JAVA_LONG, place, element);
        }
    }

    /** Moves all places from one on, up or down. */
    private void move(Transaction change, long from, long size, long by) {
        if (from < size && by != 0) {
            write(change, from + by, read(from, size), size);
        }
    }

    private long[] read(long from, long to) {
        long[] words = new long[Math.toIntExact(to - from)];
        for (long index = from; index < to; ) {
            long count = Math.min(to, endOfChunk(index)) - index;
            long address = Directory.address(memory, DIRECTORY, index);
            MemorySegment.copy(memory, JAVA_LONG, address, words, (int) (index - from), (int) count);
            index += count;
        }
        return words;
    }

    /** Overwrites places; those from {@code size} on are new, and nobody reads them yet. */
    private void write(Transaction change, long from, long[] words, long size) {
        long to = from + words.length;
        for (long index = from; index < to; ) {
            long count = Math.min(to, endOfChunk(index)) - index;
            long address = Directory.address(memory, DIRECTORY, index);
            long old = Math.clamp(size - index, 0, count);
            if (old > 0) {
                change.saveBytes(address, old * Long.BYTES);
            }
            MemorySegment.copy(words, (int) (index - from), memory, JAVA_LONG, address, (int) count);
            index += count;
        }
    }

    private static long endOfChunk(long index) {
        int chunk = Directory.chunk(index);
        return Directory.begin(chunk) + Directory.length(chunk);
    }

    /**
     * Removes an element.
     *
     * @return what it was
     * @throws IndexOutOfBoundsException if there is no such place
     */
    byte @Nullable [] remove(long index) {
        try (Transaction change = heap.begin()) {
            byte @Nullable [] before = bytesOf(memory.get(JAVA_LONG, placeOf(index)));
            removeRange(change, index, index + 1);
            change.commit();
            return before;
        }
    }

    /** Removes the first element that has these bytes, or is nothing; tells whether there was one. */
    boolean removeFirst(byte @Nullable [] sought) {
        try (Transaction change = heap.begin()) {
            long size = soundSize();
            for (long i = 0; i < size; i++) {
                if (Arrays.equals(bytesOf(memory.get(JAVA_LONG, placeOf(i))), sought)) {
                    removeRange(change, i, i + 1);
                    change.commit();
                    return true;
                }
            }
            return false;
        }
    }

    /** Removes the elements of some places, as far as they are there. */
    void removeRange(long from, long to) {
        try (Transaction change = heap.begin()) {
            long size = soundSize();
            if (from < Math.min(to, size)) {
                removeRange(change, from, Math.min(to, size));
                change.commit();
            }
        }
    }

    private void removeRange(Transaction change, long from, long to) {
        long size = soundSize();
        for (long element : read(from, to)) {
            free(change, element);
        }
        move(change, to, size, from - to);
        change.putLong(SIZE, size - (to - from));
    }

    void clear() {
        try (Transaction change = heap.begin()) {
            change.reset();
            change.commit();
        }
    }

    /**
     * Removes elements.
     *
     * @param choice which, of all that there are
     * @return whether any was
     */
    boolean removeAll(Function<List<byte @Nullable []>, BitSet> choice) {
        try (Transaction change = heap.begin()) {
            long size = soundSize();
            long[] elements = read(0, size);
            BitSet doomed = choice.apply(bytesOf(elements));
            if (doomed.isEmpty()) {
                return false;
            }
            int kept = 0;
            for (int i = 0; i < elements.length; i++) {
                if (doomed.get(i)) {
                    free(change, elements[i]);
                } else {
                    elements[kept] = elements[i];
                    kept++;
                }
            }
            write(change, 0, Arrays.copyOf(elements, kept), size);
            change.putLong(SIZE, kept);
            change.commit();
            return true;
        }
    }

    private List<byte @Nullable []> bytesOf(long[] elements) {
        List<byte @Nullable []> bytes = new ArrayList<>(elements.length);
        for (long element : elements) {
            bytes.add(bytesOf(element));
        }
        return bytes;
    }

    /** Replaces all elements by as many others that a function makes of them. */
    void replaceAll(Function<List<byte @Nullable []>, List<byte @Nullable []>> function) {
        try (Transaction change = heap.begin()) {
            long size = soundSize();
            long[] elements = read(0, size);
            List<byte @Nullable []> after = function.apply(bytesOf(elements));
            for (int i = 0; i < elements.length; i++) {
                free(change, elements[i]);
                elements[i] = newElement(change, after.get(i));
            }
            write(change, 0, elements, size);
            change.commit();
        }
    }

    /** Notes the blocks that the elements take, and what is wrong with them. */
    static void check(MemorySegment memory, HeapCheck check) {
        long size = memory.get(JAVA_LONG, SIZE);
        if (size < 0 || size > MOST) {
            check.problem("size=" + size);
            return;
        }
        Directory.check(memory, DIRECTORY, size, check);
        for (long i = 0; i < size && check.isWalkable(); i++) {
            long element = memory.get(JAVA_LONG, Directory.address(memory, DIRECTORY, i));
            if (element == 0) {
                continue;
            }
            check.use(element);
            if (check.isWalkable()) {
                int length = memory.get(JAVA_INT, element);
                if (length < 0 || BYTES + length > check.byteSize(element)) {
                    check.problem("the element at " + element + " has more bytes than its block");
                }
            }
        }
    }
}
