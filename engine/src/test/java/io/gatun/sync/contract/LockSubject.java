package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedLock;
import java.util.concurrent.TimeUnit;

/** A lock, reentrant or not. */
@SuppressWarnings("LockNotBeforeTry") // to take and to release are two commands
record LockSubject(SharedLock lock) implements Subject {
    static LockSubject create(SegmentName name, Command primitive) {
        boolean reentrant = primitive.verb().equals("rlock");
        return new LockSubject(reentrant ? SharedLock.createReentrant(name) : SharedLock.create(name));
    }

    static LockSubject attach(SegmentName name) {
        return new LockSubject(SharedLock.attach(name));
    }

    @Override
    public Object perform(Command command) throws InterruptedException {
        return switch (command.verb()) {
            case "acquire" -> {
                if (command.has(1)) {
                    yield lock.tryLock(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                lock.lockInterruptibly();
                yield true;
            }
            case "acquire_uninterruptibly" -> {
                lock.lock();
                yield true;
            }
            case "try_acquire" -> lock.tryLock();
            case "release" -> {
                lock.unlock();
                yield OK;
            }
            case "holds" -> lock.holdCount();
            case "is_held" -> lock.isHeldByCurrentThread();
            case "is_locked" -> lock.isLocked();
            case "waiters" -> lock.waiters();
            default -> throw command.unknown();
        };
    }

    @Override
    public void unlink() {
        lock.unlink();
    }

    @Override
    public void close() {
        lock.close();
    }
}
