package io.gatun.collection;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through a table, bucket by bucket, of those that there were at its beginning. */
final class TableIterator<T> implements Iterator<T> {
    private final HashTable table;
    private final Function<HashTable.Entry, T> form;
    private final long buckets;
    private long bucket;
    private Iterator<HashTable.Entry> entries = List.<HashTable.Entry>of().iterator();
    private HashTable.@Nullable Entry last;

    /**
     * Begins.
     *
     * @param form what is returned of an entry
     */
    TableIterator(HashTable table, Function<HashTable.Entry, T> form) {
        this.table = table;
        this.form = form;
        this.buckets = table.buckets();
    }

    @Override
    public boolean hasNext() {
        while (!entries.hasNext() && bucket < buckets) {
            entries = table.entriesOf(bucket, buckets).iterator();
            bucket++;
        }
        return entries.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = entries.next();
        return form.apply(last);
    }

    /** Removes the key, whatever its value is by now; does nothing if another has removed it. */
    @Override
    public void remove() {
        if (last == null) {
            throw new IllegalStateException("nothing to remove: call next() first");
        }
        table.change(last.key(), before -> null);
        last = null;
    }
}
