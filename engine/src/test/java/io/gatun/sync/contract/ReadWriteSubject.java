package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.SharedReadWriteLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** A read-write lock; {@code read}, {@code try_read}, {@code end_read} are for the one side, and the same of {@code write} for the other. */
record ReadWriteSubject(SharedReadWriteLock lock) implements Subject {
    static ReadWriteSubject create(SegmentName name) {
        return new ReadWriteSubject(SharedReadWriteLock.create(name));
    }

    static ReadWriteSubject attach(SegmentName name) {
        return new ReadWriteSubject(SharedReadWriteLock.attach(name));
    }

    @Override
    @SuppressWarnings("LockNotBeforeTry") // to take and to release are two commands
    public Object perform(Command command) throws InterruptedException {
        Lock side = command.verb().contains("read") ? lock.readLock() : lock.writeLock();
        return switch (command.verb()) {
            case "read", "write" -> {
                if (command.has(1)) {
                    yield side.tryLock(command.nanos(0), TimeUnit.NANOSECONDS);
                }
                side.lockInterruptibly();
                yield true;
            }
            case "read_uninterruptibly", "write_uninterruptibly" -> {
                side.lock();
                yield true;
            }
            case "try_read", "try_write" -> side.tryLock();
            case "end_read", "end_write" -> {
                side.unlock();
                yield OK;
            }
            case "readers" -> lock.readers();
            case "is_write_locked" -> lock.isWriteLocked();
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
