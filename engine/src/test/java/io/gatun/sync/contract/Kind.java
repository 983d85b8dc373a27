package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.sync.SharedBarrier;
import io.gatun.sync.SharedCondition;
import io.gatun.sync.SharedEvent;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SharedReadWriteLock;
import io.gatun.sync.SharedSemaphore;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * A kind of primitive, for what is alike in all of them: how they are made, found by their name, and closed.
 *
 * @param words which it is
 * @param type what it is attached as
 */
@SuppressWarnings("LockNotBeforeTry") // they are closed, held or not
record Kind(String words, Class<?> type, Function<SegmentName, Named> creator, Function<SegmentName, Named> attacher) {
    static final List<Kind> ALL = List.of(
            kind("lock", SharedLock.class, name -> of(SharedLock.create(name)), name -> of(SharedLock.attach(name))),
            kind(
                    "reentrant lock",
                    SharedLock.class,
                    name -> of(SharedLock.createReentrant(name)),
                    name -> of(SharedLock.attach(name))),
            kind(
                    "read-write lock",
                    SharedReadWriteLock.class,
                    name -> of(SharedReadWriteLock.create(name)),
                    name -> of(SharedReadWriteLock.attach(name))),
            kind(
                    "semaphore",
                    SharedSemaphore.class,
                    name -> of(SharedSemaphore.create(name, 1)),
                    name -> of(SharedSemaphore.attach(name))),
            kind(
                    "bounded semaphore",
                    SharedSemaphore.class,
                    name -> of(SharedSemaphore.createBounded(name, 1)),
                    name -> of(SharedSemaphore.attach(name))),
            kind(
                    "condition",
                    SharedCondition.class,
                    name -> of(SharedCondition.create(name)),
                    name -> of(SharedCondition.attach(name))),
            kind(
                    "event",
                    SharedEvent.class,
                    name -> of(SharedEvent.create(name)),
                    name -> of(SharedEvent.attach(name))),
            kind(
                    "barrier",
                    SharedBarrier.class,
                    name -> of(SharedBarrier.create(name, 2)),
                    name -> of(SharedBarrier.attach(name))),
            kind(
                    "cells",
                    CellSegment.class,
                    name -> of(CellSegment.create(name, 3)),
                    name -> of(CellSegment.attach(name))));

    private static Kind kind(
            String words, Class<?> type, Function<SegmentName, Named> creator, Function<SegmentName, Named> attacher) {
        return new Kind(words, type, creator, attacher);
    }

    Named create(SegmentName name) {
        return creator.apply(name);
    }

    Named attach(SegmentName name) {
        return attacher.apply(name);
    }

    private static Named of(SharedLock lock) {
        return new Named(lock, lock::path, lock::unlink, lock::isLocked, lock::lock, () -> blockBehindAnother(lock));
    }

    private static Named of(SharedReadWriteLock lock) {
        Lock writing = lock.writeLock();
        return new Named(
                lock, lock::path, lock::unlink, lock::isWriteLocked, writing::lock, () -> blockBehindAnother(writing));
    }

    private static Named of(SharedSemaphore semaphore) {
        return new Named(
                semaphore,
                semaphore::path,
                semaphore::unlink,
                semaphore::availablePermits,
                semaphore::acquire,
                () -> acquireWithoutEnd(semaphore));
    }

    private static void acquireWithoutEnd(SharedSemaphore semaphore) throws InterruptedException {
        while (true) {
            semaphore.acquire();
        }
    }

    private static Named of(SharedCondition condition) {
        SharedLock lock = condition.lock();
        return new Named(condition, condition::path, condition::unlink, lock::isLocked, lock::lock, () -> {
            lock.lock();
            condition.await();
        });
    }

    private static Named of(SharedEvent event) {
        return new Named(event, event::path, event::unlink, event::isSet, event::set, event::await);
    }

    private static Named of(SharedBarrier barrier) {
        return new Named(barrier, barrier::path, barrier::unlink, barrier::isBroken, barrier::abort, barrier::await);
    }

    private static Named of(CellSegment cells) {
        SharedLock lock = cells.lock(1);
        return new Named(cells, cells::path, cells::unlink, lock::isLocked, lock::lock, () -> blockBehindAnother(lock));
    }

    private static void blockBehindAnother(Lock lock) throws InterruptedException {
        Thread.ofPlatform().start(lock::lock).join();
        lock.lock();
    }

    /** Returns the words, as the name of a test. */
    @Override
    public String toString() {
        return words;
    }
}
