package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentName;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process dies at each step there is in what processes share to be in step: nobody waits for ever, each death is told once, and what
 * it had a part in can be used by others. The steps are those of {@link CrashPoint} from {@link CrashPoint#ROW_LOCKED} on, which kill for real.
 */
@ExtendWith(NothingLeftBehind.class)
@Timeout(600)
@SuppressWarnings("LockNotBeforeTry") // whose holders die
class EveryStepOfSyncTest {
    private static final SegmentName NAME = StepChild.NAME;

    /** All steps that are the locks', each of which a test below is about. */
    private static final Set<CrashPoint> STEPS = EnumSet.range(CrashPoint.ROW_LOCKED, CrashPoint.LOCK_GIVEN_UP);

    private static final Set<CrashPoint> TRIED = EnumSet.noneOf(CrashPoint.class);

    private final List<OwnerDeath> deaths = new ArrayList<>();

    @AfterAll
    static void eachStepIsTried() {
        assertEquals(STEPS, TRIED, "steps that the tests of this class, if all were run, should be about");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROW_LOCKED", "ROW_COUNTED", "ROW_CLAIMED"})
    void whoeverDiesWhileItAttachesLeavesTheRowToOthers(CrashPoint step) {
        try (SharedLock lock = SharedLock.create(NAME)) {
            dieAt(step, "lock");
            assertTrue(lock.tryLock());
            for (int i = 0; i < SyncLayout.ROW_COUNT + 10; i++) { // all rows but this one's have others now
                try (SharedLock another = SharedLock.attach(NAME)) {
                    assertFalse(another.tryLock(), "held by a row that lives");
                }
            }
            lock.unlock();
            assertEquals(0, lock.deaths());
            lock.unlink();
        }
    }

    @Test
    void aLockThatWasTakenHasLostItsOwner() {
        try (SharedLock lock = lock()) {
            long pid = dieAt(CrashPoint.LOCK_TAKEN, "lock");
            lock.lock();
            lock.unlock();
            assertTold(1, pid, false);
            lock.unlink();
        }
    }

    @Test
    void whoDiesWaitingForALockIsNotMissed() throws Exception {
        try (SharedLock lock = lock()) {
            lock.lock();
            dieAt(CrashPoint.LOCK_WAITING, "lock");
            Thread waiter = Thread.ofPlatform().start(() -> {
                lock.lock();
                lock.unlock();
            });
            lock.unlock();
            waiter.join();
            assertEquals(0, lock.deaths());
            lock.unlink();
        }
    }

    @Test
    void whoDiesBeforeItWakesIsNotWaitedFor() throws Exception {
        try (SharedLock lock = lock();
                ChildJvm child = start(CrashPoint.LOCK_RELEASED, "lock when told")) {
            child.expect("locked");
            Thread waiter = Thread.ofPlatform().start(() -> {
                lock.lock();
                lock.unlock();
            });
            while (waiter.getState() == Thread.State.NEW || lock.waiters() == 0) {
                Thread.onSpinWait();
            }
            child.send("unlock");
            child.awaitExit();
            waiter.join();
            assertEquals(0, lock.deaths());
            lock.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_TAKEN_FROM_DEAD", "LOCK_DEATH_COUNTED", "LOCK_REPAIRED"})
    void whoDiesWhileItRepairsIsADeathMore(CrashPoint step) {
        try (SharedLock lock = lock()) {
            dieAt(CrashPoint.LOCK_TAKEN, "lock");
            long repairer = dieAt(step, "lock");
            lock.lock();
            lock.unlock();
            assertTold(2, repairer, step != CrashPoint.LOCK_REPAIRED);
            lock.unlink();
        }
    }

    @Test
    void deathsAreCountedOnceHoweverManyDieInARow() {
        try (SharedLock lock = lock()) {
            dieAt(CrashPoint.LOCK_TAKEN, "lock");
            dieAt(CrashPoint.LOCK_TAKEN_FROM_DEAD, "lock");
            dieAt(CrashPoint.LOCK_DEATH_COUNTED, "lock");
            dieAt(CrashPoint.LOCK_TAKEN_FROM_DEAD, "lock");
            long last = dieAt(CrashPoint.LOCK_TAKEN_FROM_DEAD, "lock");
            lock.lock();
            lock.unlock();
            assertTold(5, last, true);
            lock.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PERMIT_TAKEN", "PERMIT_RELEASED"})
    void permitsAreAsManyAsBefore(CrashPoint step) throws Exception {
        try (SharedSemaphore semaphore = SharedSemaphore.createBounded(NAME, 2)) {
            dieAt(step, "semaphore");
            semaphore.acquire();
            semaphore.acquire();
            assertFalse(semaphore.tryAcquire());
            semaphore.release(2);
            assertThrows(IllegalStateException.class, semaphore::release);
            semaphore.unlink();
        }
    }

    @Test
    void aReaderThatWasNotCountedIsNotWaitedFor() {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME)) {
            dieAt(CrashPoint.READER_COUNTED, "read write");
            lock.writeLock().lock();
            lock.writeLock().unlock();
            assertEquals(0, lock.readers());
            lock.unlink();
        }
    }

    @Test
    void anEventIsSetThoughNobodyWasWoken() throws Exception {
        try (SharedEvent event = SharedEvent.create(NAME)) {
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    event.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            while (event.waiters() == 0) {
                Thread.onSpinWait();
            }
            dieAt(CrashPoint.EVENT_SET, "event");
            waiter.join();
            event.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BARRIER_REACHED", "BARRIER_ACTING"})
    void aBarrierIsBrokenForTheOthers(CrashPoint step) throws Exception {
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2)) {
            List<Throwable> thrown = new ArrayList<>();
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException | InterruptedException e) {
                    thrown.add(e);
                }
            });
            while (barrier.waiting() == 0) {
                Thread.onSpinWait();
            }
            dieAt(step, "barrier");
            waiter.join();
            assertEquals(1, thrown.size());
            assertEquals(BrokenBarrierException.class, thrown.getFirst().getClass());
            assertThrows(BrokenBarrierException.class, barrier::await);
            barrier.reset();
            assertThrows(BrokenBarrierException.class, () -> barrier.await(1, TimeUnit.MILLISECONDS));
            barrier.unlink();
        }
    }

    @Test
    void whoDiesAboutToWaitForAConditionGetsNoSignal() throws Exception {
        try (SharedCondition condition = SharedCondition.create(NAME)) {
            condition.lock().onOwnerDeath(deaths::add);
            long pid = dieAt(CrashPoint.CONDITION_ENTERED, "condition");
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
            while (condition.waiters() < 1) {
                Thread.onSpinWait();
            }
            condition.lock().lock();
            condition.signal();
            condition.lock().unlock();
            waiter.join();
            assertTold(1, pid, false);
            condition.unlink();
        }
    }

    @Test
    void aRoundThatSomebodyElseHalfEndedLetsNobodyPass() throws Exception {
        try (SharedBarrier barrier = SharedBarrier.create(NAME, 2)) {
            assertEquals(0, barrier.waiting());
            List<Throwable> thrown = new ArrayList<>();
            Thread waiter = Thread.ofPlatform().start(() -> {
                try {
                    barrier.await();
                } catch (BrokenBarrierException | InterruptedException e) {
                    thrown.add(e);
                }
            });
            while (barrier.waiting() == 0) {
                Thread.onSpinWait();
            }
            dieAt(CrashPoint.BARRIER_ROUND_OVER, "reset");
            waiter.join();
            assertEquals(BrokenBarrierException.class, thrown.getFirst().getClass());
            assertThrows(BrokenBarrierException.class, barrier::await);
            barrier.reset();
            assertEquals(0, barrier.waiting());
            barrier.unlink();
        }
    }

    @Test
    void whoIsSignalledByOneThatDiesIsSignalled() throws Exception {
        try (SharedCondition condition = SharedCondition.create(NAME)) {
            condition.lock().onOwnerDeath(deaths::add);
            List<Boolean> signalled = new ArrayList<>();
            Thread waiter = Thread.ofPlatform().start(() -> {
                condition.lock().lock();
                try {
                    signalled.add(condition.await(1, TimeUnit.DAYS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    condition.lock().unlock();
                }
            });
            while (condition.waiters() == 0) {
                Thread.onSpinWait();
            }
            long pid = dieAt(CrashPoint.CONDITION_SIGNALLED, "condition");
            waiter.join();
            assertEquals(List.of(true), signalled);
            assertTold(1, pid, false);
            condition.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITING_BEGUN", "WRITING_ENDED"})
    void onlyWhatMayBeHalfWrittenIsRepaired(CrashPoint step) {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(NAME).onOwnerDeath(deaths::add)) {
            dieAt(step, "read write");
            lock.readLock().lock();
            lock.readLock().unlock();
            assertEquals(1, lock.deaths());
            assertEquals(step == CrashPoint.WRITING_BEGUN ? 1 : 0, deaths.size());
            lock.unlink();
        }
    }

    @Test
    void whoWaitsForALockThatIsGivenUpLearnsOfIt() throws Exception {
        try (SharedLock lock = lock()) {
            dieAt(CrashPoint.LOCK_TAKEN, "lock");
            dieAt(CrashPoint.LOCK_GIVEN_UP, "lock without repair");
            assertThrows(LockUnusableException.class, lock::lock);
            assertEquals(1, lock.deaths());
            lock.unlink();
        }
    }

    /** Each step, at its first, second … time in the life of a process that uses all there is, until it is not reached any more. */
    @ParameterizedTest
    @EnumSource(StepChild.Kind.class)
    @EnabledIfSystemProperty(named = "gatun.soak", matches = "true")
    @Timeout(1800)
    void anywhereAtAnyTime(StepChild.Kind kind) throws Exception {
        for (CrashPoint step : STEPS) {
            int exitCode = StepChild.KILLED;
            for (int time = 1; exitCode == StepChild.KILLED && time < 40; time++) {
                try (StepChild.Used used = kind.create()) {
                    exitCode = run(step + ":" + time, kind.script());
                    assertTrue(exitCode == 0 || exitCode == StepChild.KILLED, step + ":" + time + " in " + kind);
                    used.use();
                }
            }
        }
    }

    private SharedLock lock() {
        return SharedLock.create(NAME).onOwnerDeath(deaths::add);
    }

    private void assertTold(int generation, long pid, boolean wasRepairing) {
        assertEquals(1, deaths.size(), deaths.toString());
        assertEquals(generation, deaths.getFirst().generation());
        assertEquals(pid, deaths.getFirst().pid());
        assertEquals(wasRepairing, deaths.getFirst().wasRepairing());
    }

    private static ChildJvm start(CrashPoint step, String script) {
        TRIED.add(step);
        return ChildJvm.startWith(List.of("-D" + CrashPoint.AT_PROPERTY + "=" + step), StepChild.class, script);
    }

    private static long dieAt(CrashPoint step, String script) {
        try (ChildJvm child = start(step, script)) {
            assertEquals(StepChild.KILLED, child.awaitExit(), "it never came to " + step);
            return child.pid();
        }
    }

    private static int run(String at, String script) {
        List<String> flags = List.of("-D" + CrashPoint.AT_PROPERTY + "=" + at);
        try (ChildJvm child = ChildJvm.startWith(flags, StepChild.class, script)) {
            return child.awaitExit();
        }
    }
}
