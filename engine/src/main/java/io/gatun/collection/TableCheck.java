package io.gatun.collection;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.heap.HeapCheck;
import java.lang.foreign.MemorySegment;

/** Whether a hash table is as it must be: each entry in its bucket, all of them counted, each in a block of its own. */
final class TableCheck {
    private TableCheck() {}

    static void check(MemorySegment memory, HeapCheck check) {
        long size = memory.get(JAVA_LONG, HashTable.SIZE);
        long buckets = memory.get(JAVA_LONG, HashTable.BUCKETS);
        long seed = memory.get(JAVA_LONG, HashTable.SEED);
        Directory.check(memory, HashTable.DIRECTORY, buckets, check);
        if (!check.isWalkable()) {
            return;
        }
        long found = 0;
        for (long bucket = 0; bucket < buckets; bucket++) {
            long entry = memory.get(JAVA_LONG, Directory.address(memory, HashTable.DIRECTORY, bucket));
            while (entry != 0 && found <= size) {
                found++;
                check.use(entry);
                if (!check.isWalkable()) {
                    return;
                }
                checkEntry(memory, entry, bucket, buckets, seed, check);
                entry = memory.get(JAVA_LONG, entry + HashTable.NEXT);
            }
        }
        if (found != size) {
            check.problem("size=" + size + ", there are " + found + " entries or more");
        }
    }

    private static void checkEntry(
            MemorySegment memory, long entry, long bucket, long buckets, long seed, HeapCheck check) {
        int keyLength = memory.get(JAVA_INT, entry + HashTable.KEY_LENGTH);
        int valueLength = memory.get(JAVA_INT, entry + HashTable.VALUE_LENGTH);
        if (keyLength < 0 || valueLength < 0 || HashTable.KEY + keyLength + valueLength > check.byteSize(entry)) {
            check.problem("the entry at " + entry + " has more bytes than its block");
            return;
        }
        byte[] key = memory.asSlice(entry + HashTable.KEY, keyLength).toArray(JAVA_BYTE);
        long hash = memory.get(JAVA_LONG, entry + HashTable.HASH);
        if (hash != Hash.of(key, seed) || HashTable.bucketOf(hash, buckets) != bucket) {
            check.problem("the entry at " + entry + " is in bucket " + bucket + ", which is not that of its key");
        }
    }
}
