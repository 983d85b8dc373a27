package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedCondition;
import io.gatun.sync.SharedLock;
import java.util.concurrent.TimeUnit;

/** A condition with a lock of its own, or {@code lock} or {@code rlock} if it is made for one; and a counter. */
record ConditionSubject(SharedCondition condition, LockSubject lock, Counter counter) implements Subject {
    static ConditionSubject create(SegmentName name, Command primitive) {
        Counter counter = Counter.create(name);
        if (primitive.has(0)) {
            SharedCondition condition = SharedCondition.create(name);
            return new ConditionSubject(condition, new LockSubject(condition.lock()), counter);
        }
        LockSubject lock =
                LockSubject.create(lockFor(name), Command.of(primitive.arguments().getFirst()));
        return new ConditionSubject(SharedCondition.create(name, lock.lock()), lock, counter);
    }

    static ConditionSubject attach(SegmentName name, Command primitive) {
        Counter counter = Counter.attach(name);
        if (primitive.has(0)) {
            SharedCondition condition = SharedCondition.attach(name);
            return new ConditionSubject(condition, new LockSubject(condition.lock()), counter);
        }
        SharedLock lock = SharedLock.attach(lockFor(name));
        return new ConditionSubject(SharedCondition.attach(name, lock), new LockSubject(lock), counter);
    }

    private static SegmentName lockFor(SegmentName condition) {
        return SegmentName.of(condition + "-lock");
    }

    @Override
    public Object perform(Command command) throws InterruptedException {
        switch (command.verb()) {
            case "wait" -> {
                if (command.has(1)) {
                    return condition.await(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                condition.await();
                return true;
            }
            case "wait_for" -> {
                int count = command.number(0);
                if (command.has(2)) {
                    return condition.awaitUntil(
                            () -> counter.counted() >= count, command.nanos(1), TimeUnit.NANOSECONDS);
                }
                condition.awaitUntil(() -> counter.counted() >= count);
                return true;
            }
            case "notify" -> {
                if (command.has(1)) {
                    condition.signal(command.number(0));
                } else {
                    condition.signal();
                }
                return OK;
            }
            case "notify_all" -> {
                condition.signalAll();
                return OK;
            }
            case "count" -> {
                counter.count();
                return OK;
            }
            default -> {
                return lock.perform(command);
            }
        }
    }

    @Override
    public void unlink() {
        condition.unlink();
        lock.unlink(); // its own: the same name, which is gone
        counter.unlink();
    }

    @Override
    public void close() {
        condition.close();
        lock.close();
        counter.close();
    }
}
