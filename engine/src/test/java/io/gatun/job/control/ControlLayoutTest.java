package io.gatun.job.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Other programs, and other versions of this one, rely on these places. */
class ControlLayoutTest {
    @Test
    void headerFieldsStayWhereTheyAre() {
        assertEquals(0, HeaderLayout.MAGIC);
        assertEquals(8, HeaderLayout.VERSION_OFFSET);
        assertEquals(12, HeaderLayout.CAPACITY);
        assertEquals(16, HeaderLayout.BYTE_SIZE);
        assertEquals(24, HeaderLayout.AREA_OFFSET);
        assertEquals(32, HeaderLayout.COORDINATOR_PID);
        assertEquals(40, HeaderLayout.COORDINATOR_START_TIME);
        assertEquals(128, HeaderLayout.CLAIM);
        assertEquals(256, HeaderLayout.REMAINING);
        assertEquals(384, HeaderLayout.PUBLISHED);
        assertEquals(512, HeaderLayout.COMPLETED);
        assertEquals(640, HeaderLayout.WAITING);
        assertEquals(644, HeaderLayout.STOPPED);
        assertEquals(648, HeaderLayout.UNFINISHED);
        assertEquals(768, HeaderLayout.JOB);
        assertEquals(896, HeaderLayout.BEGUN);
        assertEquals(1024, HeaderLayout.LAYOUT.byteSize());
    }

    @Test
    void slotFieldsStayWhereTheyAre() {
        assertEquals(4, SlotLayout.JOB);
        assertEquals(8, SlotLayout.BEGAN_NANOS);
        assertEquals(16, SlotLayout.LAST_DONE_NANOS);
        assertEquals(24, SlotLayout.ELEMENTS_DONE);
        assertEquals(32, SlotLayout.VECTOR_ELEMENTS);
        assertEquals(40, SlotLayout.CHUNKS_DONE);
        assertEquals(48, SlotLayout.CURRENT_CHUNK);
        assertEquals(56, SlotLayout.INSIDE);
        assertEquals(60, SlotLayout.GAVE_UP);
        assertEquals(64, SlotLayout.WORKER);
        assertEquals(128, SlotLayout.ASLEEP);
        assertEquals(132, SlotLayout.CAN_WAKE);
        assertEquals(136, SlotLayout.FAILED_JOB);
        assertEquals(140, SlotLayout.ERROR_BYTE_SIZE);
        assertEquals(144, SlotLayout.CANCELLED);
        assertEquals(256, SlotLayout.ERROR);
        assertEquals(4096, SlotLayout.LAYOUT.byteSize());
    }

    @Test
    void jobFieldsStayWhereTheyAre() {
        assertEquals(0, CurrentJobLayout.NUMBER);
        assertEquals(4, CurrentJobLayout.SCHEDULE);
        assertEquals(8, CurrentJobLayout.ELEMENTS);
        assertEquals(16, CurrentJobLayout.BLOCK_ELEMENTS);
        assertEquals(24, CurrentJobLayout.CHUNK_ELEMENTS);
        assertEquals(32, CurrentJobLayout.WORKERS);
        assertEquals(36, CurrentJobLayout.PARTIAL_WIDTH);
        assertEquals(40, CurrentJobLayout.AREA);
        assertEquals(44, CurrentJobLayout.DESCRIPTION);
        assertEquals(48, CurrentJobLayout.DESCRIPTION_BYTE_SIZE);
        assertEquals(52, CurrentJobLayout.ROUND);
        assertEquals(56, CurrentJobLayout.SAVED_BYTES);
        assertEquals(64, CurrentJobLayout.PROBE_BEGIN);
        assertEquals(72, CurrentJobLayout.PROBE_END);
        assertEquals(128, CurrentJobLayout.LAYOUT.byteSize());
    }
}
