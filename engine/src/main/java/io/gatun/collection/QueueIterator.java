package io.gatun.collection;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes through what a queue had at one moment. */
final class QueueIterator<E> implements Iterator<E> {
    private final SharedQueue<E> queue;
    private final Iterator<Seen> all;
    private @Nullable Seen last;

    QueueIterator(SharedQueue<E> queue) {
        this.queue = queue;
        this.all = queue.snapshot().iterator();
    }

    /** An element as it was. */
    static final class Seen {
        private final long id;
        private final byte[] bytes;

        Seen(long id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        long id() {
            return id;
        }
    }

    @Override
    public boolean hasNext() {
        return all.hasNext();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = all.next();
        return queue.elementCodec().decode(last.bytes);
    }

    /** Removes the element; does nothing if another has taken it. */
    @Override
    public void remove() {
        if (last == null) {
            throw new IllegalStateException("nothing to remove: call next() first");
        }
        queue.removeById(last.id);
        last = null;
    }
}
