package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Where everything lies that other programs, and processes of other versions, find by its offset. */
class SyncLayoutTest {
    @Test
    void theHeaderHasItsPublishedOffsets() {
        long[] offsets = {
            SyncLayout.MAGIC,
            SyncLayout.VERSION_OFFSET,
            SyncLayout.KIND,
            SyncLayout.BYTE_SIZE,
            SyncLayout.ROWS,
            SyncLayout.CELLS,
            SyncLayout.CELL_STRIDE,
            SyncLayout.DATA_BYTES,
            SyncLayout.BODY_OFFSET,
            SyncLayout.TEXT_LENGTH,
            SyncLayout.CLAIMS,
            SyncLayout.TEXT,
            SyncLayout.FIRST_ROW,
            SyncLayout.FIRST_CELL
        };
        assertArrayEquals(new long[] {0, 8, 12, 16, 24, 28, 32, 36, 40, 48, 52, 64, 4096, 36864}, offsets);
    }

    @Test
    void aRowHasItsPublishedOffsets() {
        long[] offsets = {
            RowLayout.INCARNATION,
            RowLayout.PID,
            RowLayout.START_TIME,
            RowLayout.HELD,
            RowLayout.QUEUED,
            RowLayout.PREVIOUS,
            RowLayout.WAITING,
            RowLayout.LAYOUT.byteSize()
        };
        assertArrayEquals(new long[] {0, 4, 8, 16, 20, 24, 32, 64}, offsets);
    }

    @Test
    void aLockHasItsPublishedOffsets() {
        long[] offsets = {
            LockLayout.WORD,
            LockLayout.RECORD,
            LockLayout.SINCE,
            LockLayout.LAST_DEAD,
            LockLayout.LAST_DEAD_THREAD,
            LockLayout.HOLDS,
            LockLayout.LAST_DEAD_AT,
            LockLayout.DATA
        };
        assertArrayEquals(new long[] {0, 8, 16, 24, 32, 36, 40, 56}, offsets);
    }

    @Test
    void aWordTellsRowAndIncarnation() {
        for (int row : new int[] {0, 1, SyncLayout.ROW_COUNT - 1}) {
            for (int incarnation : new int[] {0, 1, 0x8000, 0xFFFF}) {
                int low = LockLayout.low(row, incarnation);
                assertEquals(0, low & LockLayout.FLAGS);
                assertEquals(row, LockLayout.row(low));
                assertEquals(incarnation, LockLayout.incarnation(low));
            }
        }
        assertEquals(-1, LockLayout.row(0));
        for (int deaths = 0; deaths <= 7; deaths++) {
            assertEquals(deaths, LockLayout.uncounted(LockLayout.low(511, 0xFFFF) | LockLayout.uncountedBits(deaths)));
        }
        assertEquals(7, LockLayout.uncounted(LockLayout.uncountedBits(8)));
    }

    @Test
    void cellsLieAMultipleOfTwoCacheLinesApart() {
        assertEquals(128, SyncLayout.cellStride(8));
        assertEquals(128, SyncLayout.cellStride(72));
        assertEquals(256, SyncLayout.cellStride(73));
        assertEquals(36864 + 3 * 128, SyncLayout.byteSize(3, 8));
    }
}
