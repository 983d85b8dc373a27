package io.gatun.sync;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cells with locks, and the rows of those who have attached them: what all of this package lies in, as this process has it mapped.
 *
 * <p><b>Layout:</b> {@link SyncLayout}, {@link RowLayout} and {@link LockLayout}, one after the other; of a segment of its own, or of
 * the bytes of another's from some offset on. <b>Threads:</b> any. <b>Ownership:</b> as {@link SharedSegment}; closed by who made the object.
 */
final class SyncArea implements AutoCloseable {
    private static final long SYNC_OFFSET = 0;

    private final SharedSegment segment;
    private final MemorySegment memory;
    private final SyncKind kind;
    private final int cells;
    private final int dataBytes;
    private final int cellStride;
    private final String text;
    private final @Nullable Participant participant;

    private SyncArea(SharedSegment segment, long base) {
        Path path = segment.path();
        MemorySegment rest = segment.memory().asSlice(base);
        AreaHeader header = AreaHeader.read(rest, rest.byteSize(), path, base);
        this.segment = segment;
        this.kind = header.kind();
        this.cells = header.cells();
        this.dataBytes = header.dataBytes();
        this.text = header.text();
        this.memory = rest.asSlice(0, SyncLayout.byteSize(cells, dataBytes));
        this.cellStride = SyncLayout.cellStride(dataBytes);
        requireRoom(base);
        this.participant = header.hasLocks() ? Participant.join(segment, memory) : null;
    }

    private static SegmentException malformed(Path path, long base, long offset, String what) {
        return new SegmentException.Malformed(path, base + offset, what);
    }

    /** Creates a segment that is one area with locks; otherwise as the other. */
    static SyncArea create(
            SegmentName name,
            SyncKind kind,
            int cells,
            int dataBytes,
            String text,
            Consumer<MemorySegment> initializer) {
        return create(name, kind, cells, dataBytes, text, SyncLayout.ROW_COUNT, initializer);
    }

    /**
     * Creates a segment that is one area, and attaches it.
     *
     * @param rows as {@link SyncLayout#write}
     * @param text what the data of its cells is
     * @param initializer gets the data of the first cell, all zeros, before anybody else can see it
     * @throws IllegalArgumentException if there are no cells or they have no data
     * @throws SegmentException as {@link SharedSegment#create(SegmentName, long)}
     */
    static SyncArea create(
            SegmentName name,
            SyncKind kind,
            int cells,
            int dataBytes,
            String text,
            int rows,
            Consumer<MemorySegment> initializer) {
        SharedSegment segment = SharedSegment.create(name.path(), byteSize(cells, dataBytes), memory -> {
            SyncLayout.write(memory, kind, cells, dataBytes, text, rows);
            initializer.accept(memory.asSlice(SyncLayout.FIRST_CELL + LockLayout.DATA, dataBytes));
        });
        try {
            return new SyncArea(segment, SYNC_OFFSET);
        } catch (Throwable e) {
            try (segment) {
                segment.unlink();
            }
            throw e;
        }
    }

    /**
     * Returns the size of an area.
     *
     * @throws IllegalArgumentException if there are no cells or they have no data
     */
    static long byteSize(int cells, int dataBytes) {
        if (cells <= 0 || dataBytes <= 0 || dataBytes > Integer.MAX_VALUE - 2 * SyncLayout.CELL_ALIGNMENT) {
            throw new IllegalArgumentException("cells=" + cells + ", dataBytes=" + dataBytes);
        }
        return SyncLayout.byteSize(cells, dataBytes);
    }

    /**
     * Attaches a segment that is one area.
     *
     * @param kinds what it may be
     * @throws SegmentException.Malformed if it is something else
     * @throws SegmentException as {@link SharedSegment#attach(SegmentName, Access)}
     */
    static SyncArea attach(SegmentName name, SyncKind... kinds) {
        SharedSegment segment = SharedSegment.attach(name, Access.READ_WRITE);
        try {
            return in(segment, SYNC_OFFSET, kinds);
        } catch (Throwable e) {
            segment.close();
            throw e;
        }
    }

    /** Attaches an area that begins somewhere in a segment, which is closed with it. */
    static SyncArea in(SharedSegment segment, long base, SyncKind... kinds) {
        SyncArea area = new SyncArea(segment, base);
        for (SyncKind kind : kinds) {
            if (area.kind == kind) {
                return area;
            }
        }
        area.leave();
        throw malformed(segment.path(), base, SyncLayout.KIND, "this is a " + area.kind + ", no " + kinds[0]);
    }

    /** Makes what lies in an area, which is closed if that fails. */
    static <T> T open(SyncArea area, Function<SyncArea, T> constructor) {
        try {
            return constructor.apply(area);
        } catch (Throwable e) {
            area.close();
            throw e;
        }
    }

    /** Sees to it that what an area says it is has the room that it needs. */
    private void requireRoom(long base) {
        int leastCells = kind == SyncKind.READ_WRITE_LOCK ? 2 : 1;
        long leastBytes = switch (kind) {
            case READ_WRITE_LOCK -> Readers.DATA_BYTES;
            case SEMAPHORE, BOUNDED_SEMAPHORE -> Permits.DATA_BYTES;
            case CONDITION -> WaitQueue.LAYOUT.byteSize();
            case BARRIER -> BarrierState.LAYOUT.byteSize();
            case LOCK, REENTRANT_LOCK, EVENT -> Long.BYTES;
            case CELLS, VALUE, STRUCT, ARRAY_LOCK, COLLECTION_LOCK -> 1;
        };
        if (cells < leastCells || dataBytes < leastBytes) {
            throw malformed(path(), base, SyncLayout.DATA_BYTES, "this is too small for a " + kind);
        }
        if (kind == SyncKind.BARRIER && new BarrierState(data(0)).parties() <= 0) {
            throw malformed(path(), base, cellOffset(0), "a barrier of nobody");
        }
    }

    SharedSegment segment() {
        return segment;
    }

    Path path() {
        return segment.path();
    }

    /** Returns the memory of the whole area. */
    MemorySegment memory() {
        return memory;
    }

    /** Tells whether the cells have locks. */
    boolean hasLocks() {
        return participant != null;
    }

    /**
     * Returns this attachment's part in the locks.
     *
     * @throws IllegalStateException if the cells have none
     */
    Participant participant() {
        if (participant == null) {
            throw new IllegalStateException(path() + " was created without locks");
        }
        return participant;
    }

    SyncKind kind() {
        return kind;
    }

    int cells() {
        return cells;
    }

    int dataBytes() {
        return dataBytes;
    }

    /** Returns what the data of the cells is. */
    String text() {
        return text;
    }

    /** Returns where in the area a cell begins: with its lock. */
    long cellOffset(int cell) {
        return SyncLayout.FIRST_CELL + (long) Objects.checkIndex(cell, cells) * cellStride;
    }

    /**
     * Returns a cell, as this attachment has it.
     *
     * @throws IllegalStateException if the cells have no locks
     */
    Cell cell(int cell) {
        return new Cell(path(), memory, cellOffset(cell), cell, participant());
    }

    /**
     * Returns what each attachment has.
     *
     * @throws IllegalStateException if the cells have no locks
     */
    Rows rows() {
        long byteSize = SyncLayout.ROW_COUNT * RowLayout.LAYOUT.byteSize();
        return new Rows(memory.asSlice(SyncLayout.FIRST_ROW, byteSize), participant());
    }

    /** Returns the data of a cell. */
    MemorySegment data(int cell) {
        return memory.asSlice(cellOffset(cell) + LockLayout.DATA, dataBytes);
    }

    /** Returns how many threads of attachments that live wait for a cell. */
    int waiters(int cell) {
        int sum = 0;
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            int waiting = Participant.waiting(memory, Participant.offsetOf(row), cell);
            sum += waiting > 0 && participant().isTaken(row) ? waiting : 0;
        }
        return sum;
    }

    boolean unlink() {
        return segment.unlink();
    }

    /** Leaves the area, then unmaps the segment; a lock that is held is left to those who find its holder dead. */
    @Override
    public void close() {
        leave();
        segment.close();
    }

    private void leave() {
        if (participant != null) {
            participant.close();
        }
    }
}
