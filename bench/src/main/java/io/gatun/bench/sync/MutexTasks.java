package io.gatun.bench.sync;

import java.util.Map;

/** glibc's robust mutex, called from Java. */
final class MutexTasks implements Tasks {
    private final Gate gate;
    private final PosixMutex mutex;

    MutexTasks(Gate gate, Side side) {
        this.gate = gate;
        this.mutex = side == Side.LEADER ? PosixMutex.create(gate.mutex()) : PosixMutex.at(gate.mutex());
    }

    @Override
    public Map<String, Task> byWork() {
        return Map.of(
                "lock-uncontended", new Task(1, this::lockAndUnlock, gate),
                "lock-contended", new Task(2, this::countLocked, gate));
    }

    private void lockAndUnlock(Side side, int count) {
        for (int i = 0; i < count; i++) {
            mutex.lock();
            mutex.unlock();
        }
        gate.set(gate.get() + count);
    }

    private void countLocked(Side side, int count) {
        for (int i = 0; i < count; i++) {
            mutex.lock();
            gate.increment();
            mutex.unlock();
        }
    }

    @Override
    public void unlink() {
        // it lies in the gate
    }

    @Override
    public void close() {}
}
