package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedCondition;
import io.gatun.sync.SharedLock;
import java.util.concurrent.TimeUnit;

/** A condition with a lock of its own, or made for one of the kind that is named; its predicates look at the counter. */
record ConditionSubject(SharedCondition condition, LockSubject lock, Counter counter) implements Subject {
    static ConditionSubject create(SegmentName name, Command primitive, Counter counter) {
        if (primitive.has(0)) {
            SharedCondition condition = SharedCondition.create(name);
            return new ConditionSubject(condition, new LockSubject(condition.lock()), counter);
        }
        LockSubject lock = LockSubject.create(
                lockFor(name), Command.of(primitive.arguments().getFirst()));
        return new ConditionSubject(SharedCondition.create(name, lock.lock()), lock, counter);
    }

    static ConditionSubject attach(SegmentName name, Command primitive, Counter counter) {
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
        return switch (command.verb()) {
            case "wait" -> {
                if (command.has(1)) {
                    yield condition.await(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                condition.await();
                yield true;
            }
            case "wait_for" -> {
                int count = command.number(0);
                if (command.has(2)) {
                    yield condition.awaitUntil(
                            () -> counter.counted() >= count, command.nanos(1), TimeUnit.NANOSECONDS);
                }
                condition.awaitUntil(() -> counter.counted() >= count);
                yield true;
            }
            case "wait_turn" -> {
                int turn = command.number(0);
                int turns = command.number(1);
                condition.awaitUntil(() -> counter.counted() % turns == turn);
                yield true;
            }
            case "notify" -> {
                if (command.has(1)) {
                    condition.signal(command.number(0));
                } else {
                    condition.signal();
                }
                yield OK;
            }
            case "notify_all" -> {
                condition.signalAll();
                yield OK;
            }
            case "waiters" -> condition.waiters();
            default -> lock.perform(command);
        };
    }

    @Override
    public void unlink() {
        condition.unlink();
        lock.unlink(); // its own: the same name, which is gone
    }

    @Override
    public void close() {
        condition.close();
        lock.close();
    }
}
