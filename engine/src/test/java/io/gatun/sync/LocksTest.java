package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.segment.SharedSegment;
import io.gatun.sync.LockInfo.Holder;
import io.gatun.sync.LockInfo.State;
import io.gatun.testing.Await;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.value.LockedArray;
import io.gatun.value.SharedLong;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be told of locks from outside: who has them, who waits, and who has died. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // what is told while one is held is the point
class LocksTest {
    private final SegmentName name = SegmentName.random("looked-at-");

    @Test
    void aLockThatNobodyHasIsFree() {
        try (SharedLock lock = SharedLock.create(name)) {
            LockInfo told = only();
            assertEquals(name, told.segment());
            assertEquals(Optional.of(SyncKind.LOCK), told.kind());
            assertEquals(State.FREE, told.state());
            assertEquals(Optional.empty(), told.holder());
            assertEquals(Optional.empty(), told.heldFor());
            assertEquals(0, told.waiters());
            assertEquals(0, told.deaths());
            assertEquals(Optional.empty(), told.lastDeath());
            assertTrue(lock.unlink());
        }
    }

    @Test
    void theHolderIsToldWithItsProcessThreadAndCommand() {
        try (SharedLock lock = SharedLock.create(name);
                ChildJvm child = ChildJvm.start(Locker.class, name)) {
            long thread = Long.parseLong(child.readLine());
            LockInfo told = only();
            assertEquals(State.HELD, told.state());
            Holder holder = told.holder().orElseThrow();
            assertEquals(child.pid(), holder.pid());
            assertEquals(thread, holder.thread());
            assertTrue(holder.isAlive());
            assertTrue(holder.command().orElseThrow().contains(Locker.class.getName()));
            ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
            assertEquals(process.info().startInstant(), holder.startTime());
            assertFalse(told.heldFor().orElseThrow().isNegative());
            lock.unlink();
        }
    }

    @Test
    void theOneThatLooksIsToldAsAnyOther() {
        try (SharedLock lock = SharedLock.createReentrant(name)) {
            lock.lock();
            lock.lock();
            LockInfo told = only();
            assertEquals(
                    ProcessHandle.current().pid(), told.holder().orElseThrow().pid());
            assertEquals("taken 2 times", told.detail());
            lock.unlock();
            assertEquals("", only().detail());
            lock.unlock();
            assertEquals(State.FREE, only().state());
            lock.unlink();
        }
    }

    @Test
    void thoseThatWaitAreCounted() {
        try (SharedLock lock = SharedLock.create(name)) {
            lock.lock();
            try (ChildJvm first = ChildJvm.start(Locker.class, name);
                    ChildJvm second = ChildJvm.start(Locker.class, name)) {
                Await.until("both wait", () -> only().waiters() == 2);
                second.killAndReap();
                assertEquals(1, only().waiters());
                lock.unlock();
                first.readLine();
                assertEquals(0, only().waiters());
            }
            lock.unlink();
        }
    }

    @Test
    void aHolderThatWasKilledIsToldAsDeadUntilItsLockIsTaken() {
        long pid;
        try (SharedLock lock = SharedLock.create(name);
                ChildJvm child = ChildJvm.start(Locker.class, name)) {
            child.readLine();
            pid = child.pid();
            child.killAndReap();
            LockInfo told = only();
            assertEquals(State.OWNER_DIED, told.state());
            Holder holder = told.holder().orElseThrow();
            assertEquals(pid, holder.pid());
            assertTrue(holder.startTime().isPresent());
            assertFalse(holder.isAlive());
            assertEquals(Optional.empty(), holder.command());
            assertEquals(0, told.deaths(), "nobody has noticed yet");

            lock.onOwnerDeath(death -> assertEquals(State.REPAIRING, only().state()));
            lock.lock();
            assertEquals(State.HELD, only().state());
            assertEquals(1, only().deaths());
            assertEquals(pid, only().lastDeath().orElseThrow().pid());
            lock.unlock();
            assertEquals(State.FREE, only().state());
            lock.unlink();
        }
    }

    @Test
    void aLockThatNobodyRepairedIsUnusable() {
        try (SharedLock lock = SharedLock.create(name);
                ChildJvm child = ChildJvm.start(Locker.class, name)) {
            child.readLine();
            child.killAndReap();
            assertThrows(OwnerDiedException.class, lock::lock);
            LockInfo told = only();
            assertEquals(State.UNUSABLE, told.state());
            assertEquals(Optional.empty(), told.holder());
            assertEquals(1, told.deaths());
            lock.unlink();
        }
    }

    @Test
    void itCanBeToldWhenAllHaveDiedAndChangesNothing() throws IOException {
        try (ChildJvm child = ChildJvm.start(Locker.class, name, "create")) {
            child.readLine();
            child.killAndReap();
        }
        byte[] before = Files.readAllBytes(name.path());
        assertEquals(State.OWNER_DIED, only().state());
        assertArrayEquals(before, Files.readAllBytes(name.path()));
        Files.delete(name.path());
    }

    @Test
    void ofManyCellsThoseAreToldThatAreHeldOrHaveLostAHolder() {
        try (CellSegment cells = CellSegment.create(name, 5000)) {
            assertEquals(List.of(), Locks.list());
            cells.lock(4321).lock();
            LockInfo told = only();
            assertEquals(Optional.of(SyncKind.CELLS), told.kind());
            assertEquals(4321, told.cell());
            assertEquals(State.HELD, told.state());
            cells.lock(4321).unlock();
            cells.unlink();
        }
    }

    @Test
    void theListIsInTheOrderOfNamesAndHasNothingElse() throws IOException {
        SegmentName second = SegmentName.of("b");
        SegmentName first = SegmentName.of("a");
        try (SharedLock b = SharedLock.create(second);
                SharedLock a = SharedLock.create(first);
                SharedArray array = SharedArray.create(SegmentName.of("array"), DType.INT8, 1)) {
            assertEquals(
                    List.of(first, second),
                    Locks.list().stream().map(LockInfo::segment).toList());
            a.unlink();
            b.unlink();
            array.segment().unlink();
        }
    }

    /** A file that others may write to may be anything a moment later. */
    @Test
    void aFileThatOthersMayWriteToIsUnsound() throws IOException {
        try (SharedLock lock = SharedLock.create(name)) {
            Files.setPosixFilePermissions(
                    name.path(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
            assertEquals(State.UNSOUND, only().state());
            assertTrue(lock.unlink());
        }
    }

    /** As the word says who has closed it without having released it. */
    @Test
    @SuppressWarnings("try") // closed in the middle on purpose
    void aHolderThatHasClosedTheLockIsDeadToo() {
        try (SharedLock lock = SharedLock.create(name);
                SharedLock other = SharedLock.attach(name)) {
            other.lock();
            other.close();
            assertEquals(State.OWNER_DIED, only().state());
            assertFalse(only().holder().orElseThrow().isAlive());
            lock.unlink();
        }
    }

    /** The layout's own flag for waiting threads may be set in a word that nobody has. */
    @Test
    void aWordThatNamesNobodyIsUnsound() {
        try (SharedLock lock = SharedLock.create(name);
                SharedSegment bytes = SharedSegment.attach(name, Access.READ_WRITE)) {
            for (long word : new long[] {1L, 600L << 3, 0x3FFL << 3 | 1, 7L << 32}) {
                bytes.memory().set(java.lang.foreign.ValueLayout.JAVA_LONG, SyncLayout.FIRST_CELL, word);
                LockInfo told = only();
                assertEquals(State.UNSOUND, told.state(), () -> Long.toHexString(word));
                assertTrue(
                        told.flaw().orElseThrow().startsWith("its word, 0x" + Long.toHexString(word)), told::toString);
            }
            lock.unlink();
        }
    }

    @Test
    void theLocksOfValuesAndArraysAreToldWhereTheyHaveOne() {
        try (SharedLong value = SharedLong.create(name, 42);
                SharedLong bare = SharedLong.createWithoutLock(SegmentName.of("bare"), 42)) {
            assertEquals(Optional.of(SyncKind.VALUE), only().kind());
            assertEquals(State.FREE, only().state());
            assertEquals(Optional.of("value int64"), Locks.describe(name));
            value.unlink();
            bare.unlink();
        }
        try (LockedArray array = LockedArray.create(name, DType.INT8, 3, 5)) {
            array.lock().lock();
            assertEquals(Optional.of(SyncKind.ARRAY_LOCK), only().kind());
            assertEquals(State.HELD, only().state());
            array.lock().unlock();
            array.unlink();
        }
    }

    @Test
    void permitsAreToldAndWhoHasThem() throws InterruptedException {
        try (SharedSemaphore semaphore = SharedSemaphore.createBounded(name, 5)) {
            assertEquals("5 of 5 permits free", only().detail());
            semaphore.acquire();
            semaphore.acquire();
            long pid = ProcessHandle.current().pid();
            assertEquals("3 of 5 permits free: process " + pid + " has 2", only().detail());
            assertEquals(Optional.of(SyncKind.BOUNDED_SEMAPHORE), only().kind());
            semaphore.unlink();
        }
        try (SharedSemaphore semaphore = SharedSemaphore.create(name, 1)) {
            semaphore.release(2);
            assertEquals("3 permits free, 1 at first", only().detail());
            semaphore.unlink();
        }
    }

    @Test
    void eventsAndBarriersAreTold() {
        try (SharedEvent event = SharedEvent.create(name)) {
            assertEquals("clear", only().detail());
            event.set();
            assertEquals("set", only().detail());
            assertEquals(State.FREE, only().state());
            event.unlink();
        }
        try (SharedBarrier barrier = SharedBarrier.create(name, 3)) {
            assertEquals("0 of 3 waiting", only().detail());
            barrier.abort();
            assertEquals("of 3, broken: it was aborted", only().detail());
            barrier.unlink();
        }
    }

    @Test
    void aParticipantsDeathIsToldThoughNobodyHasNoticedIt() {
        try (SharedBarrier barrier = SharedBarrier.create(name, 2);
                ChildJvm child = ChildJvm.start(Participating.class, name)) {
            Await.until("it waits", () -> only().waiters() == 1); // it has arrived before that
            assertEquals("1 of 2 waiting", only().detail());
            child.killAndReap();
            assertEquals(
                    "1 of 2 waiting; process " + child.pid() + " died: who comes or waits finds it broken",
                    only().detail());
            assertTrue(barrier.isBroken());
            assertEquals("of 2, broken: a participant died, process " + child.pid(), only().detail());
            barrier.unlink();
        }
    }

    @Test
    void readersAndTheWriterAreTold() {
        try (SharedReadWriteLock lock = SharedReadWriteLock.create(name)) {
            assertEquals("", only().detail());
            lock.readLock().lock();
            lock.readLock().lock();
            long pid = ProcessHandle.current().pid();
            assertEquals("2 read: process " + pid + " has 2", only().detail());
            assertEquals(State.FREE, only().state(), "of the writers' lock");
            lock.readLock().unlock();
            lock.readLock().unlock();
            lock.writeLock().lock();
            assertEquals(State.HELD, only().state());
            assertEquals(pid, only().holder().orElseThrow().pid());
            lock.writeLock().unlock();
            lock.unlink();
        }
    }

    private LockInfo only() {
        List<LockInfo> all = Locks.list();
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    /** Takes a lock and holds it until it is killed. */
    static final class Locker {
        private Locker() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            SegmentName name = SegmentName.of(arguments[0]);
            try (SharedLock lock = arguments.length > 1 ? SharedLock.create(name) : SharedLock.attach(name)) {
                lock.lock();
                System.out.println(Thread.currentThread().threadId());
                int end = System.in.read();
                System.out.println("end " + end);
            }
        }
    }

    /** Waits at a barrier until it is killed. */
    static final class Participating {
        private Participating() {}

        public static void main(String[] arguments) throws Exception {
            try (SharedBarrier barrier = SharedBarrier.attach(SegmentName.of(arguments[0]))) {
                barrier.await();
            }
        }
    }
}
