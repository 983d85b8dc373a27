package io.gatun.sync;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A segment of cells, each some bytes of data with a lock of their own.
 *
 * <p>{@snippet :
 * try (CellSegment cells = CellSegment.create(SegmentName.of("counters"), 1000)) {
 *   SharedLong hits = SharedLong.in(cells, 7);
 *   hits.incrementAndGet();
 * }
 * }
 *
 * <p>Cells lie a multiple of 128 bytes apart: processors that work on different ones do not take each other's cache lines away. A lock and
 * the first eight bytes of its data share one.
 *
 * <p><b>Threads:</b> all methods are safe for any; data is ordered by what its users do. <b>Ownership and crash behaviour:</b> as for a
 * {@link SharedSegment}, and as for {@link SharedLock}. <b>Layout:</b> told byte for byte in the package's description.
 */
public final class CellSegment implements AutoCloseable {
    private final SyncArea area;

    private CellSegment(SyncArea area) {
        this.area = area;
    }

    /** Creates cells of eight bytes of zeros; otherwise as {@link #create(SegmentName, SyncKind, int, int, String, Consumer)}. */
    public static CellSegment create(SegmentName name, int cells) {
        return create(name, cells, Long.BYTES);
    }

    /** Creates cells of zeros; otherwise as {@link #create(SegmentName, SyncKind, int, int, String, Consumer)}. */
    public static CellSegment create(SegmentName name, int cells, int dataBytes) {
        return create(name, SyncKind.CELLS, cells, dataBytes, "", data -> {});
    }

    /**
     * Creates cells of zeros, or of what the first is set to.
     *
     * @param kind what they are for
     * @param cells how many
     * @param dataBytes the bytes of data in each
     * @param text what the data is, in words that whoever attaches the segment can compare with its own
     * @param initializer gets the data of the first cell, all zeros, before anybody else can see it
     * @throws IllegalArgumentException if there are no cells, or they have no data, or the text is longer than 4032 bytes, or the kind is
     *     one that another class here creates
     * @throws SegmentException as {@link SharedSegment#create(SegmentName, long)}
     */
    public static CellSegment create(
            SegmentName name,
            SyncKind kind,
            int cells,
            int dataBytes,
            String text,
            Consumer<MemorySegment> initializer) {
        requireCells(kind);
        return new CellSegment(SyncArea.create(name, kind, cells, dataBytes, text, initializer));
    }

    /**
     * Creates cells without locks, which lie where they would with them, and which any number of processes may attach; otherwise as {@link
     * #create(SegmentName, SyncKind, int, int, String, Consumer)}.
     */
    public static CellSegment createWithoutLocks(
            SegmentName name,
            SyncKind kind,
            int cells,
            int dataBytes,
            String text,
            Consumer<MemorySegment> initializer) {
        requireCells(kind);
        return new CellSegment(SyncArea.create(name, kind, cells, dataBytes, text, SyncLayout.NO_ROWS, initializer));
    }

    private static void requireCells(SyncKind kind) {
        switch (kind) {
            case CELLS, VALUE, STRUCT, ARRAY_LOCK, COLLECTION_LOCK -> {}
            default -> throw new IllegalArgumentException("a " + kind + " is created by its own class");
        }
    }

    /**
     * Returns the bytes that cells take with all that belongs to them: the size of their segment, or what {@link #write} needs.
     *
     * @throws IllegalArgumentException if there are no cells, or they have no data
     */
    public static long byteSize(int cells, int dataBytes) {
        return SyncArea.byteSize(cells, dataBytes);
    }

    /**
     * Makes cells of zeros in memory that nobody else sees yet, a part of another segment, to be attached by {@link #in}.
     *
     * @param memory {@link #byteSize} bytes of zeros, aligned to 128
     * @throws IllegalArgumentException as {@link #create(SegmentName, SyncKind, int, int, String, Consumer)}
     * @throws IndexOutOfBoundsException if the memory is smaller
     */
    public static void write(MemorySegment memory, SyncKind kind, int cells, int dataBytes, String text) {
        MemorySegment area = memory.asSlice(0, byteSize(cells, dataBytes));
        SyncLayout.write(area, kind, cells, dataBytes, text, SyncLayout.ROW_COUNT);
    }

    /**
     * Attaches cells that lie in another segment, one lot in each, which is closed with them.
     *
     * @param base where they begin
     * @throws SegmentException.Malformed if there are none, or for something else; the segment stays open then
     * @throws IllegalStateException if they are attached more than 500 times
     */
    public static CellSegment in(SharedSegment segment, long base, SyncKind kind) {
        return new CellSegment(SyncArea.in(segment, base, kind));
    }

    /** Attaches cells that were created here; otherwise as {@link #attach(SegmentName, SyncKind)}. */
    public static CellSegment attach(SegmentName name) {
        return attach(name, SyncKind.CELLS);
    }

    /**
     * Attaches cells.
     *
     * @param kind what they were created for
     * @throws SegmentException.Malformed if they are none, or for something else
     * @throws SegmentException as {@link SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if the segment is attached more than 500 times
     */
    public static CellSegment attach(SegmentName name, SyncKind kind) {
        return new CellSegment(SyncArea.attach(name, kind));
    }

    /** Returns how many cells there are. */
    public int cells() {
        return area.cells();
    }

    /** Returns how many bytes of data each has. */
    public int dataBytes() {
        return area.dataBytes();
    }

    /** Tells whether the cells have locks. */
    public boolean hasLocks() {
        return area.hasLocks();
    }

    /** Returns what the data is, as who created it said. */
    public String text() {
        return area.text();
    }

    /**
     * Returns the data of a cell, aligned to eight bytes.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     */
    public MemorySegment data(int cell) {
        return area.data(cell);
    }

    /**
     * Returns the lock of a cell, which is not reentrant; each call makes an object of its own, whose {@link SharedLock#onOwnerDeath} is
     * its own too. To close it does nothing.
     *
     * @throws IndexOutOfBoundsException if there is no such cell
     * @throws IllegalStateException if the cells have no locks
     */
    public SharedLock lock(int cell) {
        return SharedLock.of(area, cell, false);
    }

    /** Returns the path of the segment. */
    public Path path() {
        return area.path();
    }

    /** As {@link SharedSegment#unlink()}. */
    public boolean unlink() {
        return area.unlink();
    }

    /** As {@link SharedSegment#close()}; a lock that is held by this attachment has lost its owner then. */
    @Override
    public void close() {
        area.close();
    }

    /** Returns the path and how many cells there are, for messages. */
    @Override
    public String toString() {
        return area.cells() + " cells in " + area.path();
    }
}
