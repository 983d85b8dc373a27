package io.gatun.bench.sync;

import io.gatun.bench.peers.jvm.PeerLoop;
import java.util.Map;

/** What the leader does when it is asked for a work. */
final class LeaderService implements PeerLoop.Service {
    private final Gate gate;
    private final Map<String, Task> tasks;
    private final OtherProcess other;
    private long calls;

    LeaderService(Gate gate, Map<String, Task> tasks, OtherProcess other) {
        this.gate = gate;
        this.tasks = tasks;
        this.other = other;
    }

    @Override
    public PeerLoop.Call call(String work, int size) throws InterruptedException {
        Task task = tasks.get(work);
        if (task == null) {
            throw new IllegalArgumentException("no work " + work);
        }
        task.counter().set(0);
        long nanos = task.processes() == 1 ? alone(task, size) : together(work, task, size);
        long counted = task.counter().get();
        long expected = (long) task.counting() * size;
        if (counted != expected) {
            throw new IllegalStateException("WRONG COUNT: " + counted + ", " + expected + " is right");
        }
        return new PeerLoop.Call((double) counted, nanos);
    }

    private static long alone(Task task, int count) throws InterruptedException {
        long began = System.nanoTime();
        task.loop().run(Side.LEADER, count);
        return System.nanoTime() - began;
    }

    private long together(String work, Task task, int count) throws InterruptedException {
        long call = ++calls;
        other.ask(work, count, call);
        long began = gate.begin(call);
        task.loop().run(Side.LEADER, count);
        return gate.end(call) - began;
    }
}
