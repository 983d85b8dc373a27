package io.gatun.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentKind;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;

/**
 * The header of a sync area, which its {@linkplain RowLayout rows} and then its {@linkplain LockLayout cells} follow. Offsets and
 * sizes in bytes, little-endian.
 */
final class SyncLayout {
    /** Changes whenever anything in the area changes its place or meaning. */
    static final int VERSION = 1;

    /** How many processes, or rather attachments, an area has rows for. */
    static final int ROW_COUNT = 512;

    /** How many rows an area has whose cells have no locks, so that nobody takes part in them; the rows' bytes are there all the same. */
    static final int NO_ROWS = 0;

    /** What a cell's size is a multiple of: two cache lines, since processors fetch them in pairs. */
    static final int CELL_ALIGNMENT = 128;

    static final int MAX_TEXT = 4032;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_LONG.withName("magic"),
                    JAVA_INT.withName("version"),
                    JAVA_INT.withName("kind"), // SyncKind.code()
                    JAVA_LONG.withName("byteSize"), // of header, rows and cells
                    JAVA_INT.withName("rows"),
                    JAVA_INT.withName("cells"),
                    JAVA_INT.withName("cellStride"),
                    JAVA_INT.withName("dataBytes"), // of each cell
                    JAVA_LONG.withName("bodyOffset"), // of the first cell
                    JAVA_INT.withName("textLength"),
                    JAVA_INT.withName("claims"), // how many rows have been claimed, ever: where the next search begins
                    paddingLayout(8),
                    sequenceLayout(MAX_TEXT, JAVA_BYTE).withName("text")) // what the data is, in UTF-8
            .withName("syncHeader");

    static final long MAGIC = offset("magic");
    static final long VERSION_OFFSET = offset("version");
    static final long KIND = offset("kind");
    static final long BYTE_SIZE = offset("byteSize");
    static final long ROWS = offset("rows");
    static final long CELLS = offset("cells");
    static final long CELL_STRIDE = offset("cellStride");
    static final long DATA_BYTES = offset("dataBytes");
    static final long BODY_OFFSET = offset("bodyOffset");
    static final long TEXT_LENGTH = offset("textLength");
    static final long CLAIMS = offset("claims");
    static final long TEXT = offset("text");

    /** Where the rows begin. */
    static final long FIRST_ROW = LAYOUT.byteSize();

    /** Where the cells begin. */
    static final long FIRST_CELL = FIRST_ROW + ROW_COUNT * RowLayout.LAYOUT.byteSize();

    private static final long MAGIC_VALUE = MemorySegment.ofArray(
                    SegmentKind.SYNC_MAGIC.getBytes(StandardCharsets.US_ASCII))
            .get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, 0);

    private SyncLayout() {}

    /** Returns the bytes from one cell to the next. */
    static int cellStride(int dataBytes) {
        return Math.toIntExact(Math.ceilDiv(LockLayout.LAYOUT.byteSize() + dataBytes, CELL_ALIGNMENT) * CELL_ALIGNMENT);
    }

    /** Returns the size of an area. */
    static long byteSize(int cells, int dataBytes) {
        return FIRST_CELL + (long) cells * cellStride(dataBytes);
    }

    /**
     * Writes the header of an area of zeros, the magic last.
     *
     * @param rows {@link #ROW_COUNT} or {@link #NO_ROWS}
     */
    static void write(MemorySegment area, SyncKind kind, int cells, int dataBytes, String text, int rows) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "what the data is takes " + bytes.length + " bytes to say, " + MAX_TEXT + " at most");
        }
        area.set(JAVA_INT, VERSION_OFFSET, VERSION);
        area.set(JAVA_INT, KIND, kind.code());
        area.set(JAVA_LONG, BYTE_SIZE, byteSize(cells, dataBytes));
        area.set(JAVA_INT, ROWS, rows);
        area.set(JAVA_INT, CELLS, cells);
        area.set(JAVA_INT, CELL_STRIDE, cellStride(dataBytes));
        area.set(JAVA_INT, DATA_BYTES, dataBytes);
        area.set(JAVA_LONG, BODY_OFFSET, FIRST_CELL);
        area.set(JAVA_INT, TEXT_LENGTH, bytes.length);
        MemorySegment.copy(bytes, 0, area, JAVA_BYTE, TEXT, bytes.length);
        area.set(JAVA_LONG, MAGIC, MAGIC_VALUE);
    }

    /** Tells whether an area begins here, as far as its first bytes tell. */
    static boolean startsIn(MemorySegment area) {
        return area.byteSize() >= FIRST_CELL && area.get(JAVA_LONG, MAGIC) == MAGIC_VALUE;
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
