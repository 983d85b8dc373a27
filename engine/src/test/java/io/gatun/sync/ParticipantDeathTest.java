package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of semaphores, read-write locks, barriers and conditions when a process is killed that has a part in them. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // whose holders die
class ParticipantDeathTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-participant-death");

    @Test
    void permitsOfABoundedSemaphoreComeBack() throws Exception {
        try (SharedSemaphore semaphore = SharedSemaphore.createBounded(NAME, 2)) {
            try (ChildJvm child = ChildJvm.start(Participant.class, NAME, "acquire", "acquire")) {
                child.expect("there");
                assertFalse(semaphore.tryAcquire());
                assertEquals(0, semaphore.availablePermits());
                child.killAndReap();
            }
            assertTrue(semaphore.tryAcquire(), "found without waiting");
            semaphore.acquire();
            assertFalse(semaphore.tryAcquire(0, TimeUnit.SECONDS));
            semaphore.release(2);
            assertThrows(IllegalStateException.class, semaphore::release);
            assertEquals(2, semaphore.availablePermits());
            semaphore.unlink();
        }
    }

    @Test
    void permitsOfACountingSemaphoreAreNobodys() {
        try (SharedSemaphore semaphore = SharedSemaphore.create(NAME, 2)) {
            die("acquire", "acquire");
            assertFalse(semaphore.tryAcquire());
            semaphore.release();
            assertTrue(semaphore.tryAcquire());
            semaphore.unlink();
        }
    }

    @Test
    void whatADeadReaderHeldIsFree() {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME)) {
            die("read");
            assertEquals(0, lock.deaths());
            lock.writeLock().lock();
            lock.writeLock().unlock();
            assertEquals(0, lock.readers());
            assertEquals(0, lock.deaths(), "a reader leaves nothing to repair");
            lock.unlink();
        }
    }

    @Test
    void aReaderRepairsWhatADeadWriterLeft() {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME)) {
            List<OwnerDeath> deaths = new ArrayList<>();
            lock.onOwnerDeath(deaths::add);
            long pid = die("write");
            lock.readLock().lock();
            lock.readLock().lock();
            assertEquals(2, lock.readers());
            assertEquals(List.of(pid), deaths.stream().map(OwnerDeath::pid).toList());
            lock.readLock().unlock();
            lock.readLock().unlock();
            die("write");
            assertTrue(lock.writeLock().tryLock());
            lock.writeLock().unlock();
            assertEquals(2, deaths.size());
            lock.unlink();
        }
    }

    @Test
    void withoutARepairAReadWriteLockIsUnusable() {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME)) {
            die("write");
            assertThrows(OwnerDiedException.class, lock.readLock()::lock);
            assertThrows(LockUnusableException.class, lock.readLock()::tryLock);
            assertThrows(LockUnusableException.class, lock.writeLock()::lock);
            lock.unlink();
        }
    }

    @Test
    void aParticipantThatIsKilledBreaksABarrier() throws Exception {
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2)) {
            try (ChildJvm child = ChildJvm.start(Participant.class, NAME, "await", "await")) {
                barrier.await();
                child.killAndReap(); // while it waits, or is about to
                BrokenBarrierException e = assertThrows(BrokenBarrierException.class, () -> {
                    barrier.await(); // goes through if the child had come
                    barrier.await();
                });
                String message = String.valueOf(e.getMessage());
                assertTrue(message.contains("process " + child.pid()), message);
            }
            assertTrue(barrier.isBroken());
            barrier.reset();
            assertFalse(barrier.isBroken());
            assertEquals(0, barrier.waiting());
            barrier.unlink();
        }
    }

    @Test
    void aSignalOfOneThatDiedBeforeItActedGoesToAnother() throws Exception {
        try (SharedCondition condition = SharedCondition.create(NAME)) {
            try (ChildJvm child = ChildJvm.start(Participant.class, NAME, "wait")) {
                child.expect("there");
                condition.lock().lock(); // the child waits by now: it printed with the lock held
                Thread waiter = Thread.ofPlatform().start(() -> {
                    condition.lock().lock();
                    try {
                        condition.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    } finally {
                        condition.lock().unlock();
                    }
                });
                condition.await(100, TimeUnit.MILLISECONDS); // lets the thread come, behind the child
                condition.signal();
                child.killAndReap(); // it was woken, and waits for the lock
                condition.lock().unlock();
                waiter.join();
            }
            condition.unlink();
        }
    }

    @Test
    void aSignalOfOneThatDiedIsNotLostToWhoTakesItsPlace() throws Exception {
        try (SharedCondition condition = SharedCondition.create(NAME)) {
            try (ChildJvm child = ChildJvm.start(Participant.class, NAME, "wait")) {
                child.expect("there");
                condition.lock().lock(); // the child waits by now: it printed with the lock held
                Thread waiter = Thread.ofPlatform().start(() -> {
                    condition.lock().lock();
                    try {
                        condition.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    } finally {
                        condition.lock().unlock();
                    }
                });
                condition.await(100, TimeUnit.MILLISECONDS); // lets the thread come, behind the child
                condition.signal();
                child.killAndReap();
                condition.await(100, TimeUnit.MILLISECONDS); // at the child's place
                condition.lock().unlock();
                assertTrue(waiter.join(Duration.ofSeconds(60)), "the signal was lost");
            }
            condition.unlink();
        }
    }

    private static long die(String... acts) {
        Object[] arguments = new Object[acts.length + 1];
        arguments[0] = NAME;
        System.arraycopy(acts, 0, arguments, 1, acts.length);
        try (ChildJvm child = ChildJvm.start(Participant.class, arguments)) {
            child.expect("there");
            child.killAndReap();
            return child.pid();
        }
    }

    static final class Participant {
        private static final SegmentName SHARED = SegmentName.of("gatun-test-participant-death");

        public static void main(String[] acts) throws Exception {
            for (int i = 1; i < acts.length; i++) {
                switch (acts[i]) {
                    case "acquire" -> SharedSemaphore.attach(SHARED).acquire();
                    case "read" -> SharedReadWriteLock.attach(SHARED).readLock().lock();
                    case "write" ->
                        SharedReadWriteLock.attach(SHARED)
                                .onOwnerDeath(Repair.NOT_NEEDED)
                                .writeLock()
                                .lock();
                    case "await" -> SharedBarrier.attach(SHARED).await();
                    case "wait" -> {
                        SharedCondition condition = SharedCondition.attach(SHARED);
                        condition.lock().lock();
                        System.out.println("there");
                        condition.await();
                    }
                    default -> throw new IllegalArgumentException(acts[i]);
                }
            }
            System.out.println("there");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
