package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.heap.HeapLayout;
import io.gatun.heap.SharedHeap;
import io.gatun.heap.Transaction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings by byte strings, in a shared heap: what maps, sets and namespaces are.
 *
 * <p>It is a linear hash table (Litwin 1980): whenever an entry comes, one bucket more is made, by splitting one in two. So no operation ever waits for
 * all of it to be hashed anew, and buckets stay where they are, as do entries.
 *
 * <p><b>Layout:</b> roots: how many entries, how many buckets, the seed of the hash, and a {@link Directory} of the buckets, each the address of its
 * first entry. An entry is the address of the next (int64), the hash (int64), the length of the key and of the value (int32 each), and both, one
 * behind the other.
 *
 * <p><b>Threads:</b> any; each method is one step for all processes. <b>Crash behaviour:</b> as for {@link Transaction}.
 *
 * @see <a href="https://www.vldb.org/conf/1980/P212.PDF">Litwin: Linear hashing: a new tool for file and table addressing, 1980</a>
 */
final class HashTable {
    /** What a function given to {@link #change} returns to change nothing; told by its identity. */
    @SuppressWarnings("MutablePublicArray") // has no elements
    static final byte[] UNCHANGED = new byte[0];

    static final long SIZE = HeapLayout.ROOTS;
    static final long BUCKETS = SIZE + Long.BYTES;
    static final long SEED = BUCKETS + Long.BYTES;
    static final long DIRECTORY = SEED + Long.BYTES;

    static final long NEXT = 0;
    static final long HASH = 8;
    static final long KEY_LENGTH = 16;
    static final long VALUE_LENGTH = 20;
    static final long KEY = 24;

    /** Of the entries of a bucket, after so many the reader looks whether they still are. */
    private static final int TRUSTED_STEPS = 32;

    private final SharedHeap heap;
    private final MemorySegment memory;

    HashTable(SharedHeap heap) {
        this.heap = heap;
        this.memory = heap.memory();
    }

    /** An entry as it was. */
    static final class Entry {
        private final byte[] key;
        private final byte[] value;

        Entry(byte[] key, byte[] value) {
            this.key = key;
            this.value = value;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }
    }

    /** Sets the seed of the hash, in memory that nobody else sees yet. */
    static void initialize(MemorySegment memory, long seed) {
        memory.set(JAVA_LONG, SEED, seed);
    }

    SharedHeap heap() {
        return heap;
    }

    /** Returns how many entries there are. */
    long size() {
        return heap.read(sequence -> memory.get(JAVA_LONG, SIZE));
    }

    /** Returns the value of a key, or null if there is none. */
    byte @Nullable [] get(byte[] key) {
        return heap.<byte @Nullable []>read(sequence -> {
            long entry = find(key, Hash.of(key, memory.get(JAVA_LONG, SEED)), sequence);
            if (entry == 0) {
                return null;
            }
            int length = memory.get(JAVA_INT, entry + VALUE_LENGTH);
            heap.requireWithin(entry + KEY + key.length, length);
            heap.requireStill(sequence); // before memory is taken for what may be no length
            return Bytes.copyOut(memory, entry + KEY + key.length, length);
        });
    }

    /** Tells whether a key has a value. */
    boolean contains(byte[] key) {
        return heap.read(sequence -> find(key, Hash.of(key, memory.get(JAVA_LONG, SEED)), sequence) != 0);
    }

    private long find(byte[] key, long hash, long sequence) {
        long buckets = bucketsForReader();
        if (buckets == 0) {
            return 0;
        }
        long entry = memory.get(JAVA_LONG, Directory.addressForReader(heap, DIRECTORY, bucketOf(hash, buckets)));
        for (int steps = 1; entry != 0; steps++) {
            heap.requireWithin(entry, KEY + key.length);
            if (isOf(entry, key, hash)) {
                return entry;
            }
            entry = memory.get(JAVA_LONG, entry + NEXT);
            if (steps % TRUSTED_STEPS == 0) {
                heap.requireStill(sequence);
                requireSound(steps);
            }
        }
        return 0;
    }

    /** Sees to it that a bucket that was found to have so many entries does not have more than there are. */
    private void requireSound(long steps) {
        if (steps > memory.get(JAVA_LONG, SIZE)) {
            throw heap.damaged("a bucket has more entries than there are");
        }
    }

    private boolean isOf(long entry, byte[] key, long hash) {
        return memory.get(JAVA_LONG, entry + HASH) == hash
                && memory.get(JAVA_INT, entry + KEY_LENGTH) == key.length
                && Bytes.areEqual(key, memory, entry + KEY);
    }

    /** Returns the bucket of a hash, of so many. */
    static long bucketOf(long hash, long buckets) {
        long half = Long.highestOneBit(buckets);
        long bucket = hash & (2 * half - 1);
        return bucket < buckets ? bucket : bucket & (half - 1);
    }

    /**
     * Gives a key another value, in one step.
     *
     * @param function gets the value, null if there is none, and returns what it is to be, null for none, or {@link #UNCHANGED}. It is called with the
     *     lock held, once, and may read the table, but not change it
     * @return the value as it was
     */
    byte @Nullable [] change(byte[] key, UnaryOperator<byte @Nullable []> function) {
        try (Transaction change = heap.begin()) {
            long hash = Hash.of(key, memory.get(JAVA_LONG, SEED));
            long buckets = memory.get(JAVA_LONG, BUCKETS);
            long link = buckets == 0 ? 0 : Directory.address(memory, DIRECTORY, bucketOf(hash, buckets));
            long entry = link == 0 ? 0 : memory.get(JAVA_LONG, link);
            for (long steps = 1; entry != 0 && !isOf(entry, key, hash); steps++) {
                requireSound(steps);
                link = entry + NEXT;
                entry = memory.get(JAVA_LONG, link);
            }
            byte[] before = entry == 0 ? null : valueOf(entry);
            byte[] after = function.apply(before);
            if (isUnchanged(after) || (entry == 0 && after == null)) {
                return before;
            }
            if (after == null) {
                change.putLong(link, memory.get(JAVA_LONG, entry + NEXT));
                change.putLong(SIZE, memory.get(JAVA_LONG, SIZE) - 1);
                change.free(entry);
            } else if (entry == 0) {
                add(change, key, hash, after);
            } else {
                replace(change, link, entry, key, after);
            }
            change.commit();
            return before;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a value may have no bytes, too
    private static boolean isUnchanged(byte @Nullable [] value) {
        return value == UNCHANGED;
    }

    private byte[] valueOf(long entry) {
        long value = entry + KEY + memory.get(JAVA_INT, entry + KEY_LENGTH);
        int length = memory.get(JAVA_INT, entry + VALUE_LENGTH);
        if (!heap.isWithin(value, length)) {
            throw heap.damaged("the entry at " + entry + " has a value of " + length + " bytes");
        }
        return Bytes.copyOut(memory, value, length);
    }

    private void add(Transaction change, byte[] key, long hash, byte[] value) {
        long entry = newEntry(change, key, hash, value);
        long size = memory.get(JAVA_LONG, SIZE) + 1;
        split(change, size);
        long bucket = Directory.address(memory, DIRECTORY, bucketOf(hash, memory.get(JAVA_LONG, BUCKETS)));
        memory.set(JAVA_LONG, entry + NEXT, memory.get(JAVA_LONG, bucket));
        change.putLong(bucket, entry);
        change.putLong(SIZE, size);
    }

    private long newEntry(Transaction change, byte[] key, long hash, byte[] value) {
        long entry = change.allocate(KEY + key.length + value.length);
        memory.set(JAVA_LONG, entry + HASH, hash);
        memory.set(JAVA_INT, entry + KEY_LENGTH, key.length);
        memory.set(JAVA_INT, entry + VALUE_LENGTH, value.length);
        Bytes.copyIn(key, 0, memory, entry + KEY, key.length);
        Bytes.copyIn(value, 0, memory, entry + KEY + key.length, value.length);
        return entry;
    }

    private void replace(Transaction change, long link, long entry, byte[] key, byte[] value) {
        int length = memory.get(JAVA_INT, entry + VALUE_LENGTH);
        if (length == value.length) {
            change.putBytes(entry + KEY + key.length, value);
            return;
        }
        long other = newEntry(change, key, memory.get(JAVA_LONG, entry + HASH), value);
        memory.set(JAVA_LONG, other + NEXT, memory.get(JAVA_LONG, entry + NEXT));
        change.putLong(link, other);
        change.free(entry);
    }

    /** Makes a bucket more, if there are fewer than entries: takes over what belongs into it from the one that had it so far. */
    private void split(Transaction change, long size) {
        long buckets = memory.get(JAVA_LONG, BUCKETS);
        if (buckets >= size) {
            return;
        }
        Directory.reserve(change, DIRECTORY, buckets + 1);
        long to = Directory.address(memory, DIRECTORY, buckets);
        long first = 0;
        if (buckets > 0) {
            long link = Directory.address(memory, DIRECTORY, bucketOf(buckets, buckets));
            long steps = 1;
            for (long entry = memory.get(JAVA_LONG, link); entry != 0; entry = memory.get(JAVA_LONG, link)) {
                requireSound(steps);
                steps++;
                if (bucketOf(memory.get(JAVA_LONG, entry + HASH), buckets + 1) == buckets) {
                    change.putLong(link, memory.get(JAVA_LONG, entry + NEXT));
                    change.putLong(entry + NEXT, first);
                    first = entry;
                } else {
                    link = entry + NEXT;
                }
            }
        }
        change.putLong(to, first);
        change.putLong(BUCKETS, buckets + 1);
    }

    /** Removes all entries. */
    void clear() {
        try (Transaction change = heap.begin()) {
            long seed = memory.get(JAVA_LONG, SEED);
            change.reset();
            memory.set(JAVA_LONG, SEED, seed);
            change.commit();
        }
    }

    /** Returns how many buckets there are, for {@link #entriesOf}. */
    long buckets() {
        return heap.read(sequence -> bucketsForReader());
    }

    /** Returns how many buckets there are; to a reader, while somebody writes, perhaps another number, but none that the heap has no room for. */
    private long bucketsForReader() {
        long buckets = memory.get(JAVA_LONG, BUCKETS);
        boolean isPossible = buckets >= 0 && buckets <= Long.MAX_VALUE / Long.BYTES;
        heap.requireWithin(HeapLayout.HEAP, isPossible ? buckets * Long.BYTES : -1);
        return buckets;
    }

    /**
     * Returns the entries that are in a bucket, or would be if there still were so many. Whoever asks for each of them in turn gets each entry that is there
     * all the while, once.
     *
     * @param buckets how many there were at the beginning
     */
    List<Entry> entriesOf(long bucket, long buckets) {
        return heap.read(sequence -> {
            List<Entry> found = new ArrayList<>();
            long now = bucketsForReader();
            if (now == 0) {
                return found;
            }
            long half = Long.highestOneBit(buckets);
            long modulus = bucket >= half || bucket + half < buckets ? 2 * half : half;
            if (bucketOf(bucket, now) != bucket) { // fewer by now
                collect(bucketOf(bucket, now), bucket, buckets, sequence, found);
                return found;
            }
            for (long part = bucket; part < now; part += modulus) {
                collect(part, bucket, buckets, sequence, found);
            }
            return found;
        });
    }

    private void collect(long part, long bucket, long buckets, long sequence, List<Entry> found) {
        long entry = memory.get(JAVA_LONG, Directory.addressForReader(heap, DIRECTORY, part));
        for (long steps = 1; entry != 0; steps++) {
            heap.requireWithin(entry, KEY);
            long hash = memory.get(JAVA_LONG, entry + HASH);
            int keyLength = memory.get(JAVA_INT, entry + KEY_LENGTH);
            int valueLength = memory.get(JAVA_INT, entry + VALUE_LENGTH);
            heap.requireWithin(entry + KEY, keyLength);
            heap.requireWithin(entry + KEY + keyLength, valueLength);
            heap.requireStill(sequence);
            requireSound(steps);
            if (bucketOf(hash, buckets) == bucket) {
                byte[] key = Bytes.copyOut(memory, entry + KEY, keyLength);
                found.add(new Entry(key, Bytes.copyOut(memory, entry + KEY + keyLength, valueLength)));
            }
            entry = memory.get(JAVA_LONG, entry + NEXT);
        }
    }
}
