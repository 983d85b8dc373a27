package io.gatun.sync;

import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** A process that uses one of the primitives, and is killed on the way. */
@SuppressWarnings("LockNotBeforeTry") // the process dies in between
final class StepChild {
    static final SegmentName NAME = SegmentName.of("gatun-test-sync-step");

    /** How a process ends that was killed by SIGKILL. */
    static final int KILLED = 128 + 9;

    private StepChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "lock" -> lock(SharedLock.attach(NAME));
            case "lock without repair" -> SharedLock.attach(NAME).lock();
            case "reset" -> SharedBarrier.attach(NAME).reset();
            case "lock when told" -> lockWhenTold();
            case "semaphore" -> semaphore();
            case "read write" -> readWrite();
            case "event" -> event();
            case "barrier" -> barrier();
            case "condition" -> condition();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void lock(SharedLock lock) {
        lock.onOwnerDeath(Repair.NOT_NEEDED);
        for (int i = 0; i < 2; i++) {
            lock.lock();
            lock.unlock();
        }
    }

    private static void lockWhenTold() throws IOException {
        SharedLock lock = SharedLock.attach(NAME);
        lock.lock();
        System.out.println("locked");
        System.in.read();
        lock.unlock();
    }

    private static void semaphore() throws InterruptedException {
        SharedSemaphore semaphore = SharedSemaphore.attach(NAME);
        semaphore.acquire();
        semaphore.acquire();
        semaphore.release();
        semaphore.release();
    }

    private static void readWrite() {
        SharedReadWriteLock lock = SharedReadWriteLock.attach(NAME).onOwnerDeath(Repair.NOT_NEEDED);
        lock.readLock().lock();
        lock.readLock().lock();
        lock.readLock().unlock();
        lock.readLock().unlock();
        lock.writeLock().lock();
        lock.writeLock().unlock();
    }

    private static void event() throws InterruptedException {
        SharedEvent event = SharedEvent.attach(NAME);
        event.set();
        event.await();
        event.clear();
        event.set();
    }

    private static void barrier() throws InterruptedException, BrokenBarrierException {
        SharedBarrier barrier = SharedBarrier.attach(NAME, () -> {});
        for (int i = 0; i < (barrier.parties() == 1 ? 2 : 1); i++) {
            barrier.await();
        }
    }

    private static void condition() throws InterruptedException {
        SharedCondition condition = SharedCondition.attach(NAME);
        condition.lock().onOwnerDeath(Repair.NOT_NEEDED);
        condition.lock().lock();
        try {
            condition.signal();
            condition.await(1, TimeUnit.MILLISECONDS);
        } finally {
            condition.lock().unlock();
        }
    }

    /** What was created for a process to die with, and is used by this one after that, and removed. */
    interface Used extends AutoCloseable {
        void use() throws Exception;

        @Override
        void close();
    }

    /** Each primitive, with what can be asked of it after any death. */
    enum Kind {
        LOCK("lock") {
            @Override
            Used create() {
                SharedLock lock = SharedLock.create(NAME).onOwnerDeath(Repair.NOT_NEEDED);
                return used(() -> lock(lock), lock::unlink, lock);
            }
        },
        SEMAPHORE("semaphore") {
            @Override
            Used create() {
                SharedSemaphore semaphore = SharedSemaphore.createBounded(NAME, 2);
                return used(
                        () -> {
                            semaphore.acquire();
                            semaphore.acquire();
                            require(!semaphore.tryAcquire(), "a permit too many");
                            semaphore.release(2);
                            require(semaphore.availablePermits() == 2, "a permit too few");
                        },
                        semaphore::unlink,
                        semaphore);
            }
        },
        READ_WRITE_LOCK("read write") {
            @Override
            Used create() {
                SharedReadWriteLock lock = SharedReadWriteLock.create(NAME).onOwnerDeath(Repair.NOT_NEEDED);
                return used(
                        () -> {
                            lock.readLock().lock();
                            require(lock.readers() == 1, "readers");
                            require(!lock.writeLock().tryLock(), "written while it is read");
                            lock.readLock().unlock();
                            lock.writeLock().lock();
                            lock.writeLock().unlock();
                        },
                        lock::unlink,
                        lock);
            }
        },
        EVENT("event") {
            @Override
            Used create() {
                SharedEvent event = SharedEvent.create(NAME);
                return used(
                        () -> {
                            event.set();
                            event.await();
                            event.clear();
                            require(!event.await(0, TimeUnit.SECONDS), "set though it was cleared");
                        },
                        event::unlink,
                        event);
            }
        },
        BARRIER("barrier") {
            @Override
            Used create() {
                SharedBarrier barrier = SharedBarrier.create(NAME, 1);
                return used(
                        () -> {
                            barrier.isBroken();
                            barrier.reset();
                            require(barrier.await() == 0, "a place that is not the first");
                        },
                        barrier::unlink,
                        barrier);
            }
        },
        CONDITION("condition") {
            @Override
            Used create() {
                SharedCondition condition = SharedCondition.create(NAME);
                condition.lock().onOwnerDeath(Repair.NOT_NEEDED);
                return used(
                        () -> {
                            condition.lock().lock();
                            try {
                                condition.signalAll();
                                require(!condition.await(1, TimeUnit.MILLISECONDS), "signalled by nobody");
                            } finally {
                                condition.lock().unlock();
                            }
                        },
                        condition::unlink,
                        condition);
            }
        };

        private final String script;

        Kind(String script) {
            this.script = script;
        }

        String script() {
            return script;
        }

        abstract Used create();

        private static void require(boolean condition, String otherwise) {
            if (!condition) {
                throw new AssertionError(otherwise);
            }
        }

        private interface Use {
            void use() throws Exception;
        }

        private static Used used(Use use, Runnable unlink, AutoCloseable closed) {
            return new Used() {
                @Override
                public void use() throws Exception {
                    use.use();
                }

                @Override
                public void close() {
                    unlink.run();
                    try {
                        closed.close();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            };
        }
    }
}
