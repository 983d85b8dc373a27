package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.testing.NothingLeftBehind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cells without locks, and within another segment. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class CellPlacementTest {
    private static final long BASE = 4096;

    private final SegmentName name = SegmentName.random("cells-");

    @Test
    void cellsWithoutLocksAreAttachedAnyNumberOfTimes() {
        List<CellSegment> attached = new ArrayList<>();
        try (CellSegment cells =
                CellSegment.createWithoutLocks(name, SyncKind.CELLS, 2, 8, "", data -> data.set(JAVA_LONG, 0, 3))) {
            for (int i = 0; i < 600; i++) {
                attached.add(CellSegment.attach(name));
            }
            cells.data(1).set(JAVA_LONG, 0, 5);
            assertEquals(3, attached.getFirst().data(0).get(JAVA_LONG, 0));
            for (CellSegment other : attached) {
                assertFalse(other.hasLocks());
                assertEquals(5, other.data(1).get(JAVA_LONG, 0));
                IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> other.lock(1));
                assertEquals(name.path() + " was created without locks", refusal.getMessage());
            }
            assertTrue(cells.unlink());
        } finally {
            attached.forEach(CellSegment::close);
        }
    }

    @Test
    void cellsInAnotherSegmentAreSharedByAllWhoAttachIt() {
        try (CellSegment cells = CellSegment.in(withCells(), BASE, SyncKind.ARRAY_LOCK);
                CellSegment others =
                        CellSegment.in(SharedSegment.attach(name, Access.READ_WRITE), BASE, SyncKind.ARRAY_LOCK)) {
            assertTrue(cells.hasLocks());
            assertEquals("what", others.text());
            cells.data(1).set(JAVA_LONG, 0, 7);
            assertEquals(7, others.data(1).get(JAVA_LONG, 0));
            assertTrue(cells.lock(1).tryLock());
            assertFalse(others.lock(1).tryLock());
            cells.lock(1).unlock();
            assertTrue(cells.unlink());
        }
    }

    @Test
    void whereNoneLieNoneAreFoundAndTheSegmentStaysOpen() {
        try (SharedSegment segment = withCells()) {
            assertTrue(segment.unlink());
            SegmentException.Malformed nothing = assertThrows(
                    SegmentException.Malformed.class, () -> CellSegment.in(segment, BASE - 128, SyncKind.ARRAY_LOCK));
            assertEquals(BASE - 128, nothing.byteOffset());
            assertEquals(BASE + CellSegment.byteSize(2, 8), segment.memory().byteSize());
        }
        try (SharedSegment segment = withCells()) {
            SegmentException.Malformed other =
                    assertThrows(SegmentException.Malformed.class, () -> CellSegment.in(segment, BASE, SyncKind.VALUE));
            assertEquals(BASE + 12, other.byteOffset());
            assertTrue(segment.unlink());
        }
    }

    @Test
    void cellsThatAreNoneAreRefused() {
        for (int[] sizes : new int[][] {{0, 8}, {-1, 8}, {1, 0}, {1, -8}, {1, Integer.MAX_VALUE}}) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> CellSegment.byteSize(sizes[0], sizes[1]));
            assertEquals("cells=" + sizes[0] + ", dataBytes=" + sizes[1], refusal.getMessage());
            assertThrows(IllegalArgumentException.class, () -> CellSegment.create(name, sizes[0], sizes[1]));
        }
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> CellSegment.write(MemorySegment.ofArray(new long[4000]), SyncKind.CELLS, 1, 8, ""));
    }

    private SharedSegment withCells() {
        return SharedSegment.create(
                name.path(),
                BASE + CellSegment.byteSize(2, 8),
                memory -> CellSegment.write(memory.asSlice(BASE), SyncKind.ARRAY_LOCK, 2, 8, "what"));
    }
}
