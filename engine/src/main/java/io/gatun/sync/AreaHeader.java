package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the header of a sync area says, if that is possible.
 *
 * @param kind what lies in it
 * @param cells how many
 * @param dataBytes how many bytes each has behind its lock
 * @param hasLocks whether the locks are used, so that who attaches it needs a row
 * @param text what the data is
 */
record AreaHeader(SyncKind kind, int cells, int dataBytes, boolean hasLocks, String text) {
    private static final int MAX_DATA = Integer.MAX_VALUE - 2 * SyncLayout.CELL_ALIGNMENT;

    /**
     * Reads a header, and judges whether its sizes fit together and into the file.
     *
     * @param area of which the header and the rows are the beginning
     * @param byteSize how many bytes the file has from there on
     * @param path for messages
     * @param base where in the file the area begins
     * @throws SegmentException.Malformed if it is none, of another version, or damaged
     */
    static AreaHeader read(MemorySegment area, long byteSize, Path path, long base) {
        if (area.byteSize() < SyncLayout.FIRST_CELL) {
            String what = "the file has " + byteSize + " bytes from there on: too few for a lock, a value or the like";
            throw new SegmentException.Malformed(path, base, what);
        }
        if (!SyncLayout.startsIn(area)) {
            throw new SegmentException.Malformed(path, base, "no lock, value or the like of Gatun's begins here");
        }
        int version = area.get(JAVA_INT, SyncLayout.VERSION_OFFSET);
        if (version != SyncLayout.VERSION) {
            throw malformed(path, base, SyncLayout.VERSION_OFFSET, "version=" + version + ", known is 1");
        }
        int code = area.get(JAVA_INT, SyncLayout.KIND);
        SyncKind kind = SyncKind.ofCode(code)
                .orElseThrow(() -> malformed(path, base, SyncLayout.KIND, "kind=" + code + " is none"));
        int cells = area.get(JAVA_INT, SyncLayout.CELLS);
        int dataBytes = area.get(JAVA_INT, SyncLayout.DATA_BYTES);
        int textLength = area.get(JAVA_INT, SyncLayout.TEXT_LENGTH);
        int rows = area.get(JAVA_INT, SyncLayout.ROWS);
        long said = area.get(JAVA_LONG, SyncLayout.BYTE_SIZE);
        boolean sound = cells > 0
                && dataBytes > 0
                && dataBytes <= MAX_DATA
                && (rows == SyncLayout.ROW_COUNT || rows == SyncLayout.NO_ROWS)
                && area.get(JAVA_LONG, SyncLayout.BODY_OFFSET) == SyncLayout.FIRST_CELL
                && area.get(JAVA_INT, SyncLayout.CELL_STRIDE) == SyncLayout.cellStride(dataBytes)
                && said == SyncLayout.byteSize(cells, dataBytes)
                && textLength >= 0
                && textLength <= SyncLayout.MAX_TEXT;
        if (!sound) {
            throw malformed(path, base, SyncLayout.BYTE_SIZE, "the sizes in the header do not fit together");
        }
        if (said > byteSize) {
            String what = "the header says byteSize=" + said + ", the file has " + byteSize + " from there on";
            throw malformed(path, base, SyncLayout.BYTE_SIZE, what);
        }
        byte[] text = area.asSlice(SyncLayout.TEXT, textLength).toArray(JAVA_BYTE);
        boolean hasLocks = rows != SyncLayout.NO_ROWS;
        return new AreaHeader(kind, cells, dataBytes, hasLocks, new String(text, StandardCharsets.UTF_8));
    }

    private static SegmentException malformed(Path path, long base, long offset, String what) {
        return new SegmentException.Malformed(path, base + offset, what);
    }
}
