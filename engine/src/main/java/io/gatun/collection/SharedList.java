package io.gatun.collection;

import io.gatun.heap.SharedHeap;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list that processes share by its name: {@code list} of a Python {@code Manager}, without one.
 *
 * <p>{@snippet :
 * try (SharedList<String> log = SharedList.attach(SegmentName.of("log"), Codec.STRING)) {
 *   log.add("begun");
 *   log.update(0, line -> line + " at last");   // one step, for all processes
 * }
 * }
 *
 * <p><b>Elements</b> are copied when they are put in, and each {@code get} makes an object of its own; null is one, too. Two are the same if their {@linkplain
 * Codec bytes} are. <b>Atomic</b> are all methods that are about one place, and {@code addAll}, {@code clear}, {@code removeIf}, {@code removeAll}, {@code
 * retainAll}, {@code replaceAll} and {@code sort}. A function that is given to them is called by the thread that calls them, while no other process can change the list: keep
 * it short. It may read the list; if it changes it, that throws {@link IllegalStateException}. <b>Iterators</b> are weakly consistent: they go from place to place,
 * and if others insert or remove meanwhile, an element may be returned twice or not at all; they never throw for it. So it is with {@link #subList}.
 *
 * <p><b>Cost:</b> {@code get}, {@code set} and what is done at the end take the same time however long the list is; to insert or remove elsewhere moves all that is
 * behind it. <b>Threads, ownership, crash behaviour and memory:</b> as for a {@link SharedMap}. An element takes 20 bytes besides its own, and null eight.
 *
 * @param <E> the elements
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.managers.SyncManager.list">SyncManager.list</a>
 */
public final class SharedList<E extends @Nullable Object> extends AbstractList<E>
        implements RandomAccess, SharedCollection {
    private final SharedHeap heap;
    private final ByteList bytes;
    private final Codec<E> elements;

    private SharedList(SharedHeap heap, Codec<E> elements) {
        this.heap = heap;
        this.bytes = new ByteList(heap);
        this.elements = elements;
    }

    /** Creates a list that may take 16 GiB; otherwise as {@link #create(SegmentName, Codec, long)}. */
    public static <E extends @Nullable Object> SharedList<E> create(SegmentName name, Codec<E> elements) {
        return create(name, elements, CollectionHeap.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a list without elements; otherwise as {@link SharedMap#create(SegmentName, Codec, Codec, long)}.
     *
     * @param limitBytes how much memory it may take at most, from 80 KiB on
     */
    public static <E extends @Nullable Object> SharedList<E> create(
            SegmentName name, Codec<E> elements, long limitBytes) {
        return new SharedList<>(
                CollectionHeap.create(name, CollectionKind.LIST, elements.description(), limitBytes, memory -> {}),
                elements);
    }

    /**
     * Attaches a list.
     *
     * @throws SegmentException.Malformed if it is none, or its codec is another
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static <E extends @Nullable Object> SharedList<E> attach(SegmentName name, Codec<E> elements) {
        return new SharedList<>(CollectionHeap.attach(name, CollectionKind.LIST, elements.description()), elements);
    }

    @Override
    public E get(int index) {
        return decode(bytes.get(index));
    }

    @Override
    public int size() {
        return (int) Math.min(bytes.size(), Integer.MAX_VALUE);
    }

    /** {@inheritDoc} Throws as {@link SharedMap#put}. */
    @Override
    public E set(int index, E element) {
        byte @Nullable [] after = encode(element);
        return decode(bytes.update(index, before -> after));
    }

    /**
     * Replaces an element by what a function makes of it, in one step for all processes.
     *
     * @param function called once; what it throws leaves the list as it is
     * @return what it returned
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public E update(int index, UnaryOperator<E> function) {
        Object[] after = new Object[1];
        bytes.update(index, before -> {
            E made = function.apply(decode(before));
            after[0] = made;
            return encode(made);
        });
        @SuppressWarnings("unchecked") // the function has returned it
        E result = (E) after[0];
        return result;
    }

    /** {@inheritDoc} Throws as {@link SharedMap#put}. */
    @Override
    public boolean add(E element) {
        bytes.insert(ByteList.AT_THE_END, singleton(encode(element)));
        return true;
    }

    /** {@inheritDoc} Throws as {@link SharedMap#put}. */
    @Override
    public void add(int index, E element) {
        bytes.insert(index, singleton(encode(element)));
    }

    private static List<byte @Nullable []> singleton(byte @Nullable [] element) {
        List<byte @Nullable []> one = new ArrayList<>(1);
        one.add(element);
        return one;
    }

    @Override
    public boolean addAll(Collection<? extends E> added) {
        bytes.insert(ByteList.AT_THE_END, encodeAll(added));
        return !added.isEmpty();
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> added) {
        bytes.insert(index, encodeAll(added));
        return !added.isEmpty();
    }

    private List<byte @Nullable []> encodeAll(Collection<? extends E> added) {
        List<byte @Nullable []> encoded = new ArrayList<>();
        for (E element : added) {
            encoded.add(encode(element));
        }
        return encoded;
    }

    @Override
    public E remove(int index) {
        return decode(bytes.remove(index));
    }

    @Override
    public boolean remove(@Nullable Object element) {
        byte @Nullable [] sought = encodeOrNull(element);
        return (element == null || sought != null) && bytes.removeFirst(sought);
    }

    @Override
    protected void removeRange(int from, int to) {
        bytes.removeRange(from, to);
    }

    @Override
    public void clear() {
        bytes.clear();
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return bytes.removeAll(found -> {
            BitSet doomed = new BitSet();
            for (int i = 0; i < found.size(); i++) {
                doomed.set(i, filter.test(decode(found.get(i))));
            }
            return doomed;
        });
    }

    @Override
    public boolean removeAll(Collection<?> removed) {
        Objects.requireNonNull(removed);
        return removeIf(removed::contains);
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        Objects.requireNonNull(kept);
        return removeIf(element -> !kept.contains(element));
    }

    @Override
    public void replaceAll(UnaryOperator<E> function) {
        Objects.requireNonNull(function);
        bytes.replaceAll(found -> {
            List<byte @Nullable []> after = new ArrayList<>(found.size());
            for (byte @Nullable [] element : found) {
                after.add(encode(function.apply(decode(element))));
            }
            return after;
        });
    }

    @Override
    public void sort(@Nullable Comparator<? super E> comparator) {
        bytes.replaceAll(found -> {
            List<E> decoded = new ArrayList<>(found.size());
            for (byte @Nullable [] element : found) {
                decoded.add(decode(element));
            }
            decoded.sort(comparator);
            return encodeAll(decoded);
        });
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(@Nullable Object element) {
        byte @Nullable [] sought = encodeOrNull(element);
        if (element != null && sought == null) {
            return -1;
        }
        for (int i = 0; ; i++) {
            ByteList.Found found = bytes.find(i);
            if (found == null) {
                return -1;
            }
            if (Arrays.equals(found.bytes(), sought)) {
                return i;
            }
        }
    }

    @Override
    public int lastIndexOf(@Nullable Object element) {
        byte @Nullable [] sought = encodeOrNull(element);
        if (element != null && sought == null) {
            return -1;
        }
        for (int i = size() - 1; i >= 0; i--) {
            ByteList.Found found = bytes.find(i);
            if (found != null && Arrays.equals(found.bytes(), sought)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Iterator<E> iterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        int size = size();
        Objects.checkIndex(index, size + 1);
        return new PlaceIterator<>(this, index);
    }

    /** Returns an element, or null if there is none at this place. */
    ByteList.@Nullable Found find(int index) {
        return bytes.find(index);
    }

    @SuppressWarnings("NullAway") // a list whose elements are never null has been given none
    E decode(byte @Nullable [] encoded) {
        return encoded == null ? null : elements.decode(encoded);
    }

    private byte @Nullable [] encode(E element) {
        return element == null ? null : elements.encode(element);
    }

    private byte @Nullable [] encodeOrNull(@Nullable Object element) {
        return element == null ? null : Encoding.orNull(elements, element);
    }

    Codec<E> elementCodec() {
        return elements;
    }

    @Override
    public MemoryUse memoryUse() {
        return MemoryUse.of(heap);
    }

    @Override
    public Path path() {
        return heap.path();
    }

    @Override
    public String fileId() {
        return heap.fileId();
    }

    @Override
    public boolean isClosed() {
        return heap.isClosed();
    }

    @Override
    public boolean unlink() {
        return heap.unlink();
    }

    @Override
    public void close() {
        heap.close();
    }
}
