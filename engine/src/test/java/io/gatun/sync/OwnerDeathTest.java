package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a lock whose owner is killed: by SIGKILL, in a process of its own. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // whose holders die
class OwnerDeathTest {
    private static final SegmentName NAME = SegmentName.of("gatun-test-owner-death");

    @Test
    void theNextIsToldOfADeathOnceAndRepairs() throws Exception {
        try (SharedLock lock = SharedLock.create(NAME)) {
            List<OwnerDeath> deaths = new ArrayList<>();
            lock.onOwnerDeath(deaths::add);
            long pid = killHolder();
            lock.lock();
            assertTrue(lock.isHeldByCurrentThread());
            lock.unlock();
            assertTrue(lock.tryLock());
            lock.unlock();
            assertEquals(1, deaths.size(), deaths.toString());
            assertEquals(pid, deaths.getFirst().pid());
            assertEquals(1, deaths.getFirst().generation());
            assertFalse(deaths.getFirst().wasRepairing());
            long second = killHolder();
            assertTrue(lock.tryLock(0, TimeUnit.SECONDS), "a dead owner is found without waiting");
            lock.unlock();
            assertEquals(2, deaths.size());
            assertEquals(second, deaths.getLast().pid());
            assertEquals(2, lock.deaths());
            lock.unlink();
        }
    }

    @Test
    void withoutARepairTheLockIsUnusableForAll() {
        try (SharedLock lock = SharedLock.create(NAME);
                SharedLock another = SharedLock.attach(NAME)) {
            long pid = killHolder();
            assertEquals(
                    pid,
                    assertThrows(OwnerDiedException.class, lock::lock).death().pid());
            assertThrows(LockUnusableException.class, lock::lock);
            assertThrows(LockUnusableException.class, another::tryLock);
            assertThrows(LockUnusableException.class, () -> another.tryLock(1, TimeUnit.SECONDS));
            assertThrows(IllegalMonitorStateException.class, another::unlock);
            assertTrue(another.isUnusable());
            assertFalse(another.isLocked());
            lock.unlink();
        }
    }

    @Test
    void aRepairThatThrowsGivesUp() {
        try (SharedLock lock = SharedLock.create(NAME)) {
            lock.onOwnerDeath(death -> {
                throw new IllegalArgumentException("beyond repair");
            });
            killHolder();
            OwnerDiedException e = assertThrows(OwnerDiedException.class, lock::tryLock);
            assertInstanceOf(IllegalArgumentException.class, e.getCause());
            assertThrows(LockUnusableException.class, lock::tryLock);
            lock.unlink();
        }
    }

    @Test
    void closingALockThatIsHeldIsAnOwnersDeath() {
        try (SharedLock lock = SharedLock.create(NAME)) {
            List<OwnerDeath> deaths = new ArrayList<>();
            lock.onOwnerDeath(deaths::add);
            try (SharedLock another = SharedLock.attach(NAME)) {
                another.lock();
            }
            lock.lock();
            assertEquals(1, deaths.size());
            lock.unlock();
            lock.unlink();
        }
    }

    @Test
    void aWaiterIsGivenTheLockOfAnOwnerThatIsKilledMeanwhile() throws Exception {
        try (SharedLock lock = SharedLock.create(NAME)) {
            lock.onOwnerDeath(Repair.NOT_NEEDED);
            try (ChildJvm holder = ChildJvm.start(Holder.class, NAME)) {
                holder.expect("held");
                Thread waiter = Thread.ofPlatform().start(() -> {
                    lock.lock();
                    lock.unlock();
                });
                while (lock.waiters() == 0) {
                    Thread.onSpinWait();
                }
                holder.killAndReap();
                waiter.join();
            }
            assertEquals(1, lock.deaths());
            lock.unlink();
        }
    }

    private static long killHolder() {
        try (ChildJvm holder = ChildJvm.start(Holder.class, NAME)) {
            holder.expect("held");
            holder.killAndReap();
            return holder.pid();
        }
    }

    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            SharedLock lock = SharedLock.attach(SegmentName.of(arguments[0]));
            lock.lock();
            System.out.println("held");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
