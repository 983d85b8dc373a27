package io.gatun.collection;

import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Goes from place to place of a list, and has looked whether the next is there before it says so. */
final class PlaceIterator<E extends @Nullable Object> implements ListIterator<E> {
    private static final int NONE = -1;

    private final SharedList<E> list;
    private int next;
    private int last = NONE;
    private ByteList.@Nullable Found ahead;

    PlaceIterator(SharedList<E> list, int index) {
        this.list = list;
        this.next = index;
    }

    @Override
    public boolean hasNext() {
        if (ahead == null) {
            ahead = list.find(next);
        }
        return ahead != null;
    }

    @Override
    public E next() {
        ByteList.Found found = ahead != null ? ahead : list.find(next);
        if (found == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        last = next;
        next++;
        return list.decode(found.bytes());
    }

    @Override
    public boolean hasPrevious() {
        return next > 0;
    }

    /** {@inheritDoc} If others have removed what was there, the one that is last by now. */
    @Override
    public E previous() {
        ahead = null;
        for (int place = next - 1; place >= 0; place = Math.min(place, list.size()) - 1) {
            ByteList.Found found = list.find(place);
            if (found != null) {
                next = place;
                last = place;
                return list.decode(found.bytes());
            }
        }
        throw new NoSuchElementException();
    }

    @Override
    public int nextIndex() {
        return next;
    }

    @Override
    public int previousIndex() {
        return next - 1;
    }

    @Override
    public void remove() {
        requireLast();
        ahead = null;
        int place = last;
        last = NONE;
        next -= place < next ? 1 : 0;
        try {
            list.remove(place);
        } catch (IndexOutOfBoundsException e) {
            // others have removed so many that none is left there
        }
    }

    @Override
    public void set(E element) {
        requireLast();
        try {
            list.set(last, element);
        } catch (IndexOutOfBoundsException e) {
            // others have removed so many that none is left there
        }
    }

    @Override
    public void add(E element) {
        ahead = null;
        try {
            list.add(next, element);
            next++;
        } catch (IndexOutOfBoundsException e) {
            list.add(element);
            next = list.size();
        }
        last = NONE;
    }

    private void requireLast() {
        if (last == NONE) {
            throw new IllegalStateException("nothing to change: call next() or previous() first");
        }
    }
}
