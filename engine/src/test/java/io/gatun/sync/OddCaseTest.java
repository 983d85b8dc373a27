package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when two things happen that seldom do at once: a reset while the action runs, a close while a thread waits, and the like. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // whose holders are closed
class OddCaseTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-odd-case");

    private final List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aBarrierThatIsResetWhileItsActionRunsKeepsTheNextRoundWaiting() throws Exception {
        CountDownLatch acting = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Runnable action = () -> {
            acting.countDown();
            awaitLatch(end);
        };
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2, action)) {
            Thread first = start(barrier::await);
            awaitWaiting(barrier, 1);
            Thread last = start(barrier::await);
            acting.await();
            barrier.reset();
            first.join();
            Thread next = start(() -> barrier.await());
            awaitWaiting(barrier, 1);
            end.countDown();
            last.join();
            assertEquals(2, outcomes.size());
            outcomes.forEach(outcome -> assertInstanceOf(BrokenBarrierException.class, outcome));
            assertTrue(next.isAlive(), "it waits for another of its round");
            assertEquals(1, barrier.waiting());
            barrier.abort();
            next.join();
            barrier.unlink();
        }
    }

    @Test
    void aBarrierIsBrokenByTheCloseOfAnObjectThatAThreadWaitsBy() throws Exception {
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2)) {
            SharedBarrier closed = SharedBarrier.attach(NAME);
            Thread waiter = start(closed::await);
            awaitWaiting(barrier, 1);
            closed.close();
            waiter.join();
            assertTrue(barrier.isBroken());
            assertThrows(BrokenBarrierException.class, () -> barrier.await(1, TimeUnit.MILLISECONDS));
            barrier.unlink();
        }
    }

    @Test
    void aBarrierThatWasMendedMissesNobodyWhoHasNotComeSince() throws Exception {
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2)) {
            try (ChildJvm child = ChildJvm.start(Party.class, NAME)) {
                awaitWaiting(barrier, 1);
                barrier.reset();
                child.expect("reset");
                child.killAndReap();
            }
            assertFalse(barrier.isBroken());
            barrier.unlink();
        }
    }

    @Test
    void aWriterThatDiesWaitingForReadersHasNothingToRepair() throws Exception {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME)) {
            lock.readLock().lock();
            SharedReadWriteLock other = SharedReadWriteLock.attach(NAME);
            Thread writer = start(() -> {
                other.writeLock().lock();
                return "written";
            });
            while (!lock.isWriteLocked()) {
                Thread.onSpinWait();
            }
            other.close(); // counts as its owner's death
            writer.join();
            lock.readLock().lock(); // no repair is set, and none is needed
            assertEquals(2, lock.readers());
            assertEquals(1, lock.deaths());
            lock.readLock().unlock();
            lock.readLock().unlock();
            assertTrue(lock.writeLock().tryLock());
            lock.writeLock().unlock();
            lock.unlink();
        }
    }

    @Test
    void aRepairCannotWaitForACondition() throws Exception {
        try (SharedCondition condition = SharedCondition.create(NAME)) {
            try (SharedCondition another = SharedCondition.attach(NAME)) {
                another.lock().lock();
            }
            condition.lock().onOwnerDeath(death -> condition.await(1, TimeUnit.MILLISECONDS));
            OwnerDiedException e = assertThrows(OwnerDiedException.class, condition.lock()::lock);
            assertInstanceOf(IllegalStateException.class, e.getCause());
            assertEquals(0, condition.waiters());
            condition.unlink();
        }
    }

    @Test
    void aPlainLockOfADeadOwnerIsNotReleasedByAStranger() {
        try (SharedLock lock = SharedLock.create(NAME).onOwnerDeath(Repair.NOT_NEEDED)) {
            try (SharedLock another = SharedLock.attach(NAME)) {
                another.lock();
            }
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
            lock.lock();
            lock.unlock();
            assertEquals(1, lock.deaths());
            lock.unlink();
        }
    }

    /** Each try that fails leaves nothing behind, no descriptor either. */
    @ParameterizedTest
    @EnumSource(names = {"READ_WRITE_LOCK", "SEMAPHORE", "BOUNDED_SEMAPHORE", "CONDITION", "BARRIER", "LOCK", "EVENT"})
    void whatIsTooSmallForWhatItSaysIsMalformed(SyncKind kind) {
        Function<SegmentName, AutoCloseable> attach = switch (kind) {
            case READ_WRITE_LOCK -> SharedReadWriteLock::attach;
            case CONDITION -> SharedCondition::attach;
            case BARRIER -> SharedBarrier::attach;
            case LOCK -> SharedLock::attach;
            case EVENT -> SharedEvent::attach;
            default -> SharedSemaphore::attach;
        };
        long byteSize = SyncLayout.byteSize(1, 4);
        try (SharedSegment segment = SharedSegment.create(
                NAME.path(), byteSize, memory -> SyncLayout.write(memory, kind, 1, 4, "", SyncLayout.ROW_COUNT))) {
            assertThrows(SegmentException.Malformed.class, () -> attach.apply(NAME));
            assertThrows(IllegalArgumentException.class, () -> CellSegment.create(NAME, kind, 1, 4, "", data -> {}));
            segment.unlink();
        }
    }

    private Thread start(Callable<?> callable) {
        return Thread.ofPlatform().start(() -> {
            try {
                outcomes.add(callable.call());
            } catch (Exception e) {
                outcomes.add(e);
            }
        });
    }

    private static void awaitWaiting(SharedBarrier barrier, int waiting) {
        while (barrier.waiting() != waiting) {
            Thread.onSpinWait();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static final class Party {
        public static void main(String[] arguments) throws InterruptedException {
            try {
                SharedBarrier.attach(SegmentName.of(arguments[0])).await();
            } catch (BrokenBarrierException e) {
                System.out.println("reset");
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
