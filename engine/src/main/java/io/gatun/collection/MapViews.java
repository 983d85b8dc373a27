package io.gatun.collection;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map's keys, values and entries, as collections of which what is removed is removed from the map. */
final class MapViews {
    private MapViews() {}

    static final class Keys<K> extends AbstractSet<K> {
        private final SharedMap<K, ?> map;

        Keys(SharedMap<K, ?> map) {
            this.map = map;
        }

        @Override
        public Iterator<K> iterator() {
            return new TableIterator<>(map.table(), entry -> map.keys().decode(entry.key()));
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object key) {
            return map.containsKey(key);
        }

        @Override
        public boolean remove(Object key) {
            return map.remove(key) != null;
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    static final class Values<V> extends AbstractCollection<V> {
        private final SharedMap<?, V> map;

        Values(SharedMap<?, V> map) {
            this.map = map;
        }

        @Override
        public Iterator<V> iterator() {
            return new TableIterator<>(map.table(), entry -> map.valueCodec().decode(entry.value()));
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object value) {
            return map.containsValue(value);
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
        private final SharedMap<K, V> map;

        Entries(SharedMap<K, V> map) {
            this.map = map;
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new TableIterator<>(map.table(), entry -> new WrittenThrough<>(map, entry));
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object object) {
            byte[] key = object instanceof Map.Entry<?, ?> entry ? key(entry) : null;
            byte[] value = object instanceof Map.Entry<?, ?> entry ? value(entry) : null;
            return key != null && value != null && Arrays.equals(map.table().get(key), value);
        }

        @Override
        public boolean remove(@Nullable Object object) {
            return object instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && map.remove(entry.getKey(), entry.getValue());
        }

        private byte @Nullable [] key(Map.Entry<?, ?> entry) {
            return entry.getKey() == null ? null : Encoding.orNull(map.keys(), entry.getKey());
        }

        private byte @Nullable [] value(Map.Entry<?, ?> entry) {
            return entry.getValue() == null ? null : Encoding.orNull(map.valueCodec(), entry.getValue());
        }

        @Override
        public void clear() {
            map.clear();
        }
    }

    /** An entry as it was, which puts what it is set to. */
    private static final class WrittenThrough<K, V> extends AbstractMap.SimpleEntry<K, V> {
        private static final long serialVersionUID = 1;

        private final transient SharedMap<K, V> map;

        WrittenThrough(SharedMap<K, V> map, HashTable.Entry entry) {
            super(map.keys().decode(entry.key()), map.valueCodec().decode(entry.value()));
            this.map = map;
        }

        @Override
        public V setValue(V value) {
            map.put(getKey(), Objects.requireNonNull(value));
            return super.setValue(value);
        }
    }
}
