package io.gatun.bench.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.openhft.chronicle.map.ChronicleMap;

/** A Chronicle Map in a file of {@code /dev/shm}, made for exactly as many entries as it gets. */
final class ChronicleTasks implements Tasks {
    private final Path path;
    private final Gate gate;
    private final ChronicleMap<Long, Long> map;

    ChronicleTasks(Path path, Gate gate) {
        this.path = path;
        this.gate = gate;
        try {
            map = ChronicleMap.of(Long.class, Long.class)
                    .name("bench")
                    .entries(StateTasks.KEYS)
                    .createPersistedTo(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        put(StateTasks.KEYS);
    }

    @Override
    public Map<String, Task> byWork() {
        return Map.of(
                "map-get", new Task(1, (me, count) -> get(count), gate),
                "map-put", new Task(1, (me, count) -> put(count), gate));
    }

    private void get(int count) {
        long wrong = 0;
        for (int i = 0; i < count; i++) {
            long key = i % StateTasks.KEYS;
            Long found = map.get(key);
            wrong += found == null || found != key ? 1 : 0;
        }
        gate.set(count - wrong);
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            long key = i % StateTasks.KEYS;
            map.put(key, key);
        }
        gate.set(count == 0 || map.getOrDefault(0L, -1L) == 0 ? count : -1);
    }

    @Override
    public void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        map.close();
    }
}
