package io.gatun.bench.sync;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedCondition;
import io.gatun.sync.SharedEvent;
import io.gatun.sync.SharedLock;
import io.gatun.value.SharedLong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Gatun's locks, values, events and conditions. */
final class GatunTasks implements Tasks {
    private final String prefix;
    private final Side side;
    private final Gate gate;
    private final List<Runnable> unlinks = new ArrayList<>();
    private final List<Runnable> closes = new ArrayList<>();
    private final Map<String, Task> byWork = new HashMap<>();

    GatunTasks(String prefix, Gate gate, Side side) {
        this.prefix = prefix;
        this.side = side;
        this.gate = gate;
        locks();
        values();
        handOffs();
    }

    private void locks() {
        SharedLock lock = open("lock", SharedLock::create, SharedLock::attach, SharedLock::unlink, SharedLock::close);
        byWork.put("lock-uncontended", new Task(1, (me, count) -> lockAndUnlock(lock, count), gate));
        byWork.put("lock-contended", new Task(2, (me, count) -> countLocked(lock, count), gate));
    }

    private void values() {
        SharedLong value = open(
                "value", name -> SharedLong.create(name, 0), SharedLong::attach, SharedLong::unlink, SharedLong::close);
        Task.Counter counter = new Task.Counter() {
            @Override
            public long get() {
                return value.get();
            }

            @Override
            public void set(long count) {
                value.set(count);
            }
        };
        byWork.put("locked-increment", new Task(1, (me, count) -> addLocked(value, count), counter));
        byWork.put("locked-increment-two", new Task(2, (me, count) -> addLocked(value, count), counter));
        byWork.put("atomic-add", new Task(1, (me, count) -> add(value, count), counter));
        byWork.put("atomic-add-two", new Task(2, (me, count) -> add(value, count), counter));
    }

    private void handOffs() {
        SharedEvent ping = event("ping");
        SharedEvent pong = event("pong");
        SharedCondition condition = open(
                "condition",
                SharedCondition::create,
                SharedCondition::attach,
                SharedCondition::unlink,
                SharedCondition::close);
        byWork.put("hand-off-event", new Task(2, 1, (me, count) -> handOff(me, count, ping, pong), gate));
        byWork.put("hand-off-condition", new Task(2, 1, (me, count) -> handOff(me, count, condition), gate));
    }

    private SharedEvent event(String name) {
        return open(name, SharedEvent::create, SharedEvent::attach, SharedEvent::unlink, SharedEvent::close);
    }

    /** Creates something, as the leader, or attaches it. */
    private <T> T open(
            String name,
            Function<SegmentName, T> create,
            Function<SegmentName, T> attach,
            Consumer<T> unlink,
            Consumer<T> close) {
        SegmentName full = SegmentName.of(prefix + "-" + name);
        T opened = (side == Side.LEADER ? create : attach).apply(full);
        unlinks.add(() -> unlink.accept(opened));
        closes.add(() -> close.accept(opened));
        return opened;
    }

    @Override
    public Map<String, Task> byWork() {
        return byWork;
    }

    private void lockAndUnlock(SharedLock lock, int count) {
        for (int i = 0; i < count; i++) {
            lock.lock();
            try {
                // held, for nothing
            } finally {
                lock.unlock();
            }
        }
        gate.set(gate.get() + count);
    }

    private void countLocked(SharedLock lock, int count) {
        for (int i = 0; i < count; i++) {
            lock.lock();
            try {
                gate.increment();
            } finally {
                lock.unlock();
            }
        }
    }

    private static void addLocked(SharedLong value, int count) {
        for (int i = 0; i < count; i++) {
            SharedLock lock = value.lock(); // each time, as in Python
            lock.lock();
            try {
                value.setPlain(value.getPlain() + 1);
            } finally {
                lock.unlock();
            }
        }
    }

    private static void add(SharedLong value, int count) {
        for (int i = 0; i < count; i++) {
            value.getAndAdd(1);
        }
    }

    private void handOff(Side me, int count, SharedEvent ping, SharedEvent pong) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            if (me == Side.LEADER) {
                ping.set();
                pong.await();
                pong.clear();
            } else {
                ping.await();
                ping.clear();
                gate.increment();
                pong.set();
            }
        }
    }

    private void handOff(Side me, int count, SharedCondition condition) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            condition.lock().lock();
            try {
                if (me == Side.LEADER) {
                    gate.turn(Side.OTHER);
                    condition.signal();
                }
                while (!gate.isTurnOf(me)) {
                    condition.await();
                }
                if (me == Side.OTHER) {
                    gate.increment();
                    gate.turn(Side.LEADER);
                    condition.signal();
                }
            } finally {
                condition.lock().unlock();
            }
        }
    }

    @Override
    public void unlink() {
        unlinks.forEach(Runnable::run);
    }

    @Override
    public void close() {
        closes.forEach(Runnable::run);
    }
}
