package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Two cells and three rows, in memory of one process: what orders threads orders processes too. The kernel knows no futex there, so that
 * who would sleep looks again at once.
 */
final class Ground {
    private static final Path NOWHERE = Path.of("/nowhere");
    private static final int CELL_BYTES = 128;
    private static final int ROWS = 3;

    /** Where the first cell's guarded data begins, beyond what is a monitor's. */
    private static final long DATA = LockLayout.DATA + Monitor.STATE;

    private final MemorySegment cells = longs(2 * CELL_BYTES);
    private final MemorySegment rows = longs(ROWS * RowLayout.LAYOUT.byteSize());

    /** Returns so many bytes, all zeros. */
    static MemorySegment longs(long byteSize) {
        return MemorySegment.ofArray(new long[(int) (byteSize / Long.BYTES)]);
    }

    /** Returns a cell as one of those sees it that use it. */
    Cell cell(int number, Peers peers) {
        return new Cell(NOWHERE, cells, (long) number * CELL_BYTES, number, peers);
    }

    /** Returns the lock of the first cell. */
    RobustLock lock(Peers peers) {
        return new RobustLock(cell(0, peers));
    }

    /** Returns all of the first cell's data. */
    MemorySegment data() {
        return cells.asSlice(LockLayout.DATA, CELL_BYTES - LockLayout.DATA);
    }

    Rows rows(Peers peers) {
        return new Rows(rows, peers);
    }

    /** Returns what is guarded: plain, as an application's data is. */
    int guarded() {
        return cells.get(JAVA_INT, DATA);
    }

    /** Stores it. */
    void setGuarded(int value) {
        cells.set(JAVA_INT, DATA, value);
    }

    /** Takes a lock, and waits for it if need be; {@code mine} is the caller's word. */
    static void take(RobustLock lock, long mine) {
        try {
            lock.acquire(mine, Long.MAX_VALUE, false);
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptibly", e);
        }
    }

    /** Releases a lock as who has it does; tells whether he woke one that waits. */
    static boolean releaseAndWake(RobustLock lock, long mine) {
        return !lock.releaseIfNobodyWaits(mine) && lock.release(mine);
    }
}
