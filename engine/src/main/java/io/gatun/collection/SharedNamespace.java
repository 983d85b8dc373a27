package io.gatun.collection;

import io.gatun.heap.SharedHeap;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Named fields of whatever kind that processes share: {@code Namespace} of a Python {@code Manager}, without one.
 *
 * <p>{@snippet :
 * try (SharedNamespace settings = SharedNamespace.create(SegmentName.of("settings"))) {
 *   settings.set("rate", 0.5);
 *   settings.set("hosts", List.of("a", "b"));
 *   settings.update("rate", rate -> (double) rate / 2);   // one step, for all processes
 * }
 * }
 *
 * <p>Values are what {@link Codec#any()} encodes, null and other shared collections included. <b>Threads, ownership, crash behaviour and memory:</b> as for a {@link
 * SharedMap}. Each method is one step for all processes, but for {@link #fields}.
 *
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.managers.Namespace">Namespace</a>
 */
public final class SharedNamespace implements SharedCollection {
    private final SharedHeap heap;
    private final HashTable table;

    private SharedNamespace(SharedHeap heap) {
        this.heap = heap;
        this.table = new HashTable(heap);
    }

    /** Creates a namespace that may take 16 GiB; otherwise as {@link #create(SegmentName, long)}. */
    public static SharedNamespace create(SegmentName name) {
        return create(name, CollectionHeap.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a namespace without fields; otherwise as {@link SharedMap#create(SegmentName, Codec, Codec, long)}.
     *
     * @param limitBytes how much memory it may take at most, from 80 KiB on
     */
    public static SharedNamespace create(SegmentName name, long limitBytes) {
        long seed = new SecureRandom().nextLong();
        return new SharedNamespace(CollectionHeap.create(
                name,
                CollectionKind.NAMESPACE,
                Codec.any().description(),
                limitBytes,
                memory -> HashTable.initialize(memory, seed)));
    }

    /**
     * Attaches a namespace.
     *
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedNamespace attach(SegmentName name) {
        return new SharedNamespace(CollectionHeap.attach(
                name, CollectionKind.NAMESPACE, Codec.any().description()));
    }

    /**
     * Returns the value of a field.
     *
     * @throws NoSuchElementException if there is no such field
     */
    public @Nullable Object get(String field) {
        byte[] value = table.get(Codec.STRING.encode(field));
        if (value == null) {
            throw new NoSuchElementException(heap + " has no field " + field);
        }
        return Codec.any().decode(value);
    }

    /** Tells whether there is such a field. */
    public boolean has(String field) {
        return table.contains(Codec.STRING.encode(field));
    }

    /**
     * Sets a field, which need not be there.
     *
     * @throws IllegalArgumentException if the value is none that {@link Codec#any()} encodes
     * @throws MemoryLimitException as {@link SharedMap#put}, as are others
     */
    @SuppressWarnings("NullAway") // null is a value, too
    public void set(String field, @Nullable Object value) {
        byte[] after = Codec.any().encode(value);
        table.change(Codec.STRING.encode(field), before -> after);
    }

    /**
     * Replaces the value of a field by what a function makes of it, which may read the namespace, and not change it.
     *
     * @param function called once; what it throws leaves the field as it is
     * @return what it returned
     * @throws NoSuchElementException if there is no such field
     */
    @SuppressWarnings("NullAway") // null is a value, too
    public @Nullable Object update(String field, UnaryOperator<@Nullable Object> function) {
        @Nullable Object[] after = new @Nullable Object[1];
        table.change(Codec.STRING.encode(field), before -> {
            if (before == null) {
                throw new NoSuchElementException(heap + " has no field " + field);
            }
            after[0] = function.apply(Codec.any().decode(before));
            return Codec.any().encode(after[0]);
        });
        return after[0];
    }

    /** Removes a field, and tells whether it was there. */
    public boolean delete(String field) {
        return table.change(Codec.STRING.encode(field), before -> null) != null;
    }

    /** Returns the names of the fields, in alphabetical order; each that is there all the while is among them. */
    public Set<String> fields() {
        Set<String> names = new TreeSet<>();
        new TableIterator<>(table, entry -> Codec.STRING.decode(entry.key())).forEachRemaining(names::add);
        return names;
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

    /** Returns the path, for messages. */
    @Override
    public String toString() {
        return "namespace " + path();
    }
}
