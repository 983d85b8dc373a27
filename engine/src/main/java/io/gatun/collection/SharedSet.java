package io.gatun.collection;

import io.gatun.heap.SharedHeap;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A set that processes share by its name.
 *
 * <p>{@snippet :
 * try (SharedSet<String> seen = SharedSet.attach(SegmentName.of("seen"), Codec.STRING)) {
 *   if (seen.add(url)) {
 *     fetch(url);   // of all processes, one does
 *   }
 * }
 * }
 *
 * <p>It is a {@link SharedMap} without values, and all that is said there of equality, iterators, threads, ownership, crashes and memory holds here. {@code
 * add}, {@code remove}, {@code contains} and {@code clear} are one step each for all processes.
 *
 * @param <E> the elements
 */
public final class SharedSet<E> extends AbstractSet<E> implements SharedCollection {
    private static final byte[] PRESENT = new byte[0];

    private final SharedHeap heap;
    private final HashTable table;
    private final Codec<E> elements;

    private SharedSet(SharedHeap heap, Codec<E> elements) {
        this.heap = heap;
        this.table = new HashTable(heap);
        this.elements = elements;
    }

    /** Creates a set that may take 16 GiB; otherwise as {@link #create(SegmentName, Codec, long)}. */
    public static <E> SharedSet<E> create(SegmentName name, Codec<E> elements) {
        return create(name, elements, CollectionHeap.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a set without elements; otherwise as {@link SharedMap#create(SegmentName, Codec, Codec, long)}.
     *
     * @param limitBytes how much memory it may take at most, from 80 KiB on
     */
    public static <E> SharedSet<E> create(SegmentName name, Codec<E> elements, long limitBytes) {
        long seed = new SecureRandom().nextLong();
        return new SharedSet<>(
                CollectionHeap.create(
                        name,
                        CollectionKind.SET,
                        elements.description(),
                        limitBytes,
                        memory -> HashTable.initialize(memory, seed)),
                elements);
    }

    /**
     * Attaches a set.
     *
     * @throws SegmentException.Malformed if it is none, or its codec is another
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static <E> SharedSet<E> attach(SegmentName name, Codec<E> elements) {
        return new SharedSet<>(CollectionHeap.attach(name, CollectionKind.SET, elements.description()), elements);
    }

    /** {@inheritDoc} Throws as {@link SharedMap#put}. */
    @Override
    public boolean add(E element) {
        byte[] bytes = elements.encode(Objects.requireNonNull(element));
        return table.change(bytes, before -> before == null ? PRESENT : HashTable.UNCHANGED) == null;
    }

    /** {@inheritDoc} Throws as {@link SharedMap#put}. */
    @Override
    public boolean remove(Object element) {
        byte @Nullable [] bytes = Encoding.orNull(elements, Objects.requireNonNull(element));
        return bytes != null && table.change(bytes, before -> null) != null;
    }

    @Override
    public boolean contains(Object element) {
        byte @Nullable [] bytes = Encoding.orNull(elements, Objects.requireNonNull(element));
        return bytes != null && table.contains(bytes);
    }

    @Override
    public Iterator<E> iterator() {
        return new TableIterator<>(table, entry -> elements.decode(entry.key()));
    }

    @Override
    public int size() {
        return (int) Math.min(table.size(), Integer.MAX_VALUE);
    }

    @Override
    public void clear() {
        table.clear();
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
