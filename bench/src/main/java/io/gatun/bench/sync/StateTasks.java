package io.gatun.bench.sync;

import io.gatun.collection.Codec;
import io.gatun.collection.SharedCollection;
import io.gatun.collection.SharedList;
import io.gatun.collection.SharedMap;
import io.gatun.collection.SharedQueue;
import io.gatun.segment.SegmentName;
import io.gatun.value.SharedLong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gatun's values and collections. */
final class StateTasks implements Tasks {
    /** How many keys a map has. */
    static final int KEYS = 10_000;

    private static final int CAPACITY = 1000;

    private final String prefix;
    private final Side side;
    private final Gate gate;
    private final List<SharedCollection> collections = new ArrayList<>();
    private final SharedLong value;
    private final Map<String, Task> byWork = new HashMap<>();

    StateTasks(String prefix, Gate gate, Side side) {
        this.prefix = prefix;
        this.side = side;
        this.gate = gate;
        SegmentName name = SegmentName.of(prefix + "-value");
        this.value = side == Side.LEADER ? SharedLong.create(name, 1) : SharedLong.attach(name);
        SharedMap<Long, Long> map = open(
                "map",
                made -> SharedMap.create(made, Codec.LONG, Codec.LONG),
                made -> SharedMap.attach(made, Codec.LONG, Codec.LONG));
        SharedList<Long> list =
                open("list", made -> SharedList.create(made, Codec.LONG), made -> SharedList.attach(made, Codec.LONG));
        SharedQueue<Long> queue = open(
                "queue",
                made -> SharedQueue.create(made, Codec.LONG, CAPACITY),
                made -> SharedQueue.attach(made, Codec.LONG));
        if (side == Side.LEADER) {
            put(map, KEYS);
        }
        byWork.put("value-get", new Task(1, (me, count) -> getValue(count), gate));
        byWork.put("value-set", new Task(1, (me, count) -> setValue(count), gate));
        byWork.put("value-increment", new Task(1, (me, count) -> incrementValue(count), gate));
        byWork.put("map-get", new Task(1, (me, count) -> get(map, count), gate));
        byWork.put("map-put", new Task(1, (me, count) -> put(map, count), gate));
        byWork.put("list-append", new Task(1, (me, count) -> append(list, count), gate));
        byWork.put("queue-put-get", new Task(1, (me, count) -> putAndGet(queue, count), gate));
        byWork.put("queue-stream", new Task(2, 1, (me, count) -> stream(me, queue, count), gate));
        byWork.put("queue-idle", new Task(2, 1, (me, count) -> streamIdly(me, queue, count), gate));
    }

    private <C extends SharedCollection> C open(
            String name, Function<SegmentName, C> create, Function<SegmentName, C> attach) {
        SegmentName full = SegmentName.of(prefix + "-" + name);
        C opened = (side == Side.LEADER ? create : attach).apply(full);
        collections.add(opened);
        return opened;
    }

    private void getValue(int count) {
        value.set(1);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += value.get();
        }
        gate.set(sum);
    }

    private void setValue(int count) {
        for (int i = 0; i < count; i++) {
            value.set(i + 1L);
        }
        gate.set(value.get());
    }

    private void incrementValue(int count) {
        value.set(0);
        for (int i = 0; i < count; i++) {
            value.incrementAndGet();
        }
        gate.set(value.get());
    }

    private void get(SharedMap<Long, Long> map, int count) {
        long wrong = 0;
        for (int i = 0; i < count; i++) {
            long key = i % KEYS;
            Long found = map.get(key);
            wrong += found == null || found != key ? 1 : 0;
        }
        gate.set(count - wrong);
    }

    private void put(SharedMap<Long, Long> map, int count) {
        for (int i = 0; i < count; i++) {
            long key = i % KEYS;
            map.put(key, key);
        }
        gate.set(count == 0 || map.getOrDefault(0L, -1L) == 0 ? count : -1);
    }

    private void append(SharedList<Long> list, int count) {
        list.clear();
        for (int i = 0; i < count; i++) {
            list.add((long) i);
        }
        gate.set(list.size());
    }

    private void putAndGet(SharedQueue<Long> queue, int count) throws InterruptedException {
        long right = 0;
        for (int i = 0; i < count; i++) {
            queue.put((long) i);
            right += queue.take() == i ? 1 : 0;
        }
        gate.set(right);
    }

    private void stream(Side me, SharedQueue<Long> queue, int count) throws InterruptedException {
        long right = 0;
        for (int i = 0; i < count; i++) {
            if (me == Side.OTHER) {
                queue.put((long) i);
            } else {
                right += queue.take() == i ? 1 : 0;
            }
        }
        if (me == Side.LEADER) {
            gate.set(right);
        }
    }

    private void streamIdly(Side me, SharedQueue<Long> queue, int count) {
        Idle idle = new Idle();
        long right = 0;
        for (int i = 0; i < count; i++) {
            if (me == Side.OTHER) {
                while (!queue.offer((long) i)) {
                    idle.idle();
                }
            } else {
                Long taken = queue.poll();
                while (taken == null) {
                    idle.idle();
                    taken = queue.poll();
                }
                right += taken == i ? 1 : 0;
            }
            idle.reset();
        }
        if (me == Side.LEADER) {
            gate.set(right);
        }
    }

    @Override
    public Map<String, Task> byWork() {
        return byWork;
    }

    @Override
    public void unlink() {
        value.unlink();
        collections.forEach(SharedCollection::unlink);
    }

    @Override
    public void close() {
        value.close();
        collections.forEach(SharedCollection::close);
    }
}
