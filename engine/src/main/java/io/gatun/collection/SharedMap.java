package io.gatun.collection;

import io.gatun.heap.SharedHeap;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map that processes share by its name: {@code dict} of a Python {@code Manager}, without one.
 *
 * <p>{@snippet :
 * try (SharedMap<String, Long> hits = SharedMap.create(SegmentName.of("hits"), Codec.STRING, Codec.LONG)) {
 *   hits.merge("/index.html", 1L, Long::sum);   // one step, for all processes
 *   hits.unlink();                              // the name goes, the map stays with whoever has it
 * }
 * }
 *
 * <p><b>Equality:</b> keys are the same, and values are, if their {@linkplain Codec bytes} are. Neither may be null. What is put in is copied, and each
 * {@code get} makes an object of its own: to change a value, put another, or {@link #compute} it.
 *
 * <p><b>Atomic</b> are all methods for one key, {@code compute}, {@code merge} and their like included, and {@link #clear}. A function that is given to them is
 * called once, by the thread that calls them, while no other process can change the map: keep it short. It may read the map; if it changes it,
 * that throws {@link IllegalStateException}. Methods for many keys are a step for each. <b>Iterators</b> are weakly consistent: each returns every key that is there
 * from its beginning to its end exactly once, and others perhaps.
 *
 * <p><b>Threads:</b> any, of any process; an object may be used by all threads of one. Readers take no lock, writers one, in turn. <b>Ownership:</b> as a
 * {@linkplain io.gatun.segment.SharedSegment segment}'s: {@link #close} ends the use here, {@link #unlink} removes the name. <b>Crash behaviour:</b> a process
 * that is killed at any instruction leaves the map as it was before what it was doing, or after it, never in between; the next writer, or a reader that has waited for a
 * moment, puts that right. <b>Memory:</b> grows as it is needed, and nothing ever moves; what is removed is used again, and only {@link
 * io.gatun.segment.SharedSegment#unlink unlinking} gives it back. An entry takes 32 bytes besides key and value, and eight for its place in the table.
 *
 * @param <K> the keys
 * @param <V> the values
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.managers.SyncManager.dict">SyncManager.dict</a>
 */
public final class SharedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, SharedCollection {
    private final SharedHeap heap;
    private final HashTable table;
    private final Codec<K> keys;
    private final Codec<V> values;

    private SharedMap(SharedHeap heap, Codec<K> keys, Codec<V> values) {
        this.heap = heap;
        this.table = new HashTable(heap);
        this.keys = keys;
        this.values = values;
    }

    /** Creates a map that may take 16 GiB; otherwise as {@link #create(SegmentName, Codec, Codec, long)}. */
    public static <K, V> SharedMap<K, V> create(SegmentName name, Codec<K> keys, Codec<V> values) {
        return create(name, keys, values, CollectionHeap.DEFAULT_LIMIT_BYTES);
    }

    /**
     * Creates a map without entries.
     *
     * @param limitBytes how much memory it may take at most, from 80 KiB on. It takes no more than it needs, and addresses for twice the limit
     * @throws IllegalArgumentException if the limit is too low, or what the codecs say of themselves too long
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static <K, V> SharedMap<K, V> create(SegmentName name, Codec<K> keys, Codec<V> values, long limitBytes) {
        long seed = new SecureRandom().nextLong();
        return new SharedMap<>(
                CollectionHeap.create(
                        name,
                        CollectionKind.MAP,
                        elements(keys, values),
                        limitBytes,
                        memory -> HashTable.initialize(memory, seed)),
                keys,
                values);
    }

    /**
     * Attaches a map.
     *
     * @throws SegmentException.Malformed if it is none, or its codecs are others
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static <K, V> SharedMap<K, V> attach(SegmentName name, Codec<K> keys, Codec<V> values) {
        return new SharedMap<>(CollectionHeap.attach(name, CollectionKind.MAP, elements(keys, values)), keys, values);
    }

    private static String elements(Codec<?> keys, Codec<?> values) {
        return keys.description() + " -> " + values.description();
    }

    Codec<K> keys() {
        return keys;
    }

    Codec<V> valueCodec() {
        return values;
    }

    HashTable table() {
        return table;
    }

    /**
     * Returns the value of a key, a new object.
     *
     * @return null if there is none, or nothing that could be a key was asked for
     * @throws NullPointerException if the key is null
     * @throws IllegalStateException if the map is closed
     */
    @Override
    public @Nullable V get(Object key) {
        byte[] bytes = keyOrNull(key);
        return bytes == null ? null : decode(table.get(bytes));
    }

    @Override
    public boolean containsKey(Object key) {
        byte[] bytes = keyOrNull(key);
        return bytes != null && table.contains(bytes);
    }

    /** {@inheritDoc} Looks at all entries. */
    @Override
    public boolean containsValue(Object value) {
        byte @Nullable [] bytes = Encoding.orNull(values, Objects.requireNonNull(value));
        if (bytes == null) {
            return false;
        }
        for (TableIterator<byte[]> all = new TableIterator<>(table, HashTable.Entry::value); all.hasNext(); ) {
            if (Arrays.equals(all.next(), bytes)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sets the value of a key.
     *
     * @return the one before, or null
     * @throws NullPointerException if either is null
     * @throws IllegalArgumentException if either cannot be encoded
     * @throws MemoryLimitException if there would be more than the map may have; nothing has changed then
     * @throws SegmentException.NoSpace if the machine has no more memory; nothing has changed then
     * @throws IllegalStateException if the map is closed, or being changed by this thread
     * @throws io.gatun.sync.LockUnusableException if what a dead writer left could not be repaired, as the file was damaged
     */
    @Override
    public @Nullable V put(K key, V value) {
        byte[] after = encodeValue(value);
        return decode(table.change(encodeKey(key), before -> after));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        byte[] after = encodeValue(value);
        return decode(table.change(encodeKey(key), before -> before == null ? after : HashTable.UNCHANGED));
    }

    @Override
    public @Nullable V remove(Object key) {
        byte[] bytes = keyOrNull(key);
        return bytes == null ? null : decode(table.change(bytes, before -> null));
    }

    @Override
    public boolean remove(Object key, Object value) {
        byte[] bytes = keyOrNull(key);
        byte[] expected = value == null ? null : Encoding.orNull(values, value);
        if (bytes == null || expected == null) {
            return false;
        }
        byte[] found = table.change(bytes, before -> Arrays.equals(before, expected) ? null : HashTable.UNCHANGED);
        return Arrays.equals(found, expected);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        byte[] after = encodeValue(value);
        return decode(table.change(encodeKey(key), before -> before == null ? HashTable.UNCHANGED : after));
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        byte[] expected = encodeValue(oldValue);
        byte[] after = encodeValue(newValue);
        byte[] found =
                table.change(encodeKey(key), before -> Arrays.equals(before, expected) ? after : HashTable.UNCHANGED);
        return Arrays.equals(found, expected);
    }

    /** {@inheritDoc} One step for all processes; the function is called once. */
    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        return change(key, before -> function.apply(key, before));
    }

    /** {@inheritDoc} One step for all processes; the function is called once, if at all. */
    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        V present = get(key);
        return present != null ? present : change(key, before -> before != null ? before : function.apply(key));
    }

    /** {@inheritDoc} One step for all processes; the function is called once, if at all. */
    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        return change(key, before -> before == null ? null : function.apply(key, before));
    }

    /** {@inheritDoc} One step for all processes; the function is called once, if at all. */
    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        Objects.requireNonNull(value);
        return change(key, before -> before == null ? value : function.apply(before, value));
    }

    private @Nullable V change(K key, Function<@Nullable V, @Nullable V> function) {
        Changing<V> changing = new Changing<>(values, function);
        table.change(encodeKey(key), changing);
        return changing.after;
    }

    /** {@inheritDoc} One step for all processes, which takes the same time however many entries there are. */
    @Override
    public void clear() {
        table.clear();
    }

    @Override
    public int size() {
        return (int) Math.min(mappingCount(), Integer.MAX_VALUE);
    }

    /** Returns how many entries there are, which {@link #size} cannot if they are more than 2^31. */
    public long mappingCount() {
        return table.size();
    }

    @Override
    public boolean isEmpty() {
        return mappingCount() == 0;
    }

    @Override
    public Set<K> keySet() {
        return new MapViews.Keys<>(this);
    }

    @Override
    public Collection<V> values() {
        return new MapViews.Values<>(this);
    }

    /** {@inheritDoc} An entry is as it was when the iterator came to it; its {@code setValue} puts. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new MapViews.Entries<>(this);
    }

    private byte[] encodeKey(K key) {
        return keys.encode(Objects.requireNonNull(key, "key"));
    }

    private byte[] encodeValue(V value) {
        return values.encode(Objects.requireNonNull(value, "value"));
    }

    private byte @Nullable [] keyOrNull(Object key) {
        return Encoding.orNull(keys, Objects.requireNonNull(key, "key"));
    }

    private @Nullable V decode(byte @Nullable [] bytes) {
        return bytes == null ? null : values.decode(bytes);
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
