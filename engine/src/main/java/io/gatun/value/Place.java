package io.gatun.value;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.CellSegment;
import io.gatun.sync.Repair;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SyncKind;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies, what guards it, and who ends that.
 *
 * <p><b>Threads:</b> any.
 */
abstract sealed class Place {
    /** What a cell of a segment made here has for data at least, so that the word of a narrow value lies in it. */
    private static final int DATA_ALIGNMENT = Long.BYTES;

    /** Where in a segment it is said what lies in it. */
    private static final long TEXT_OFFSET = 64;

    private final MemorySegment memory;
    private final long offset;
    private final String what;

    private Place(MemorySegment memory, long offset, String what) {
        this.memory = memory;
        this.offset = offset;
        this.what = what;
    }

    /** Creates a segment for one value; the initializer gets it, all zeros, before anybody else can see it. */
    static Place create(SegmentName name, DType type, boolean withLock, Consumer<MemorySegment> initializer) {
        String text = type.numpyName();
        return new OfCell(
                create(name, SyncKind.VALUE, withLock, DATA_ALIGNMENT, text, initializer),
                0,
                true,
                text,
                Repair.NOT_NEEDED);
    }

    /** Attaches the segment of one value of this type. */
    static Place attach(SegmentName name, DType type) {
        String text = type.numpyName();
        CellSegment cells = attach(name, SyncKind.VALUE, DATA_ALIGNMENT, text);
        return new OfCell(cells, 0, true, text, Repair.NOT_NEEDED);
    }

    /** Takes a cell for a value of this type. */
    static Place in(CellSegment cells, int cell, DType type) {
        Alignment.requireRoom(cells, type.byteSize(), type.numpyName());
        return new OfCell(cells, cell, false, type.numpyName(), Repair.NOT_NEEDED);
    }

    /** Takes memory for a value of this type. */
    static Place at(MemorySegment memory, long offset, DType type) {
        Alignment.requireAccess(memory, offset, type);
        return new Given(memory, offset, type.numpyName());
    }

    /** Creates a segment for a struct. */
    static Place createStruct(SegmentName name, StructFields fields, Consumer<MemorySegment> initializer) {
        int dataBytes = Math.ceilDiv(fields.byteSize(), DATA_ALIGNMENT) * DATA_ALIGNMENT;
        return new OfCell(
                create(name, SyncKind.STRUCT, true, dataBytes, fields.text(), initializer),
                0,
                true,
                fields.text(),
                null);
    }

    /** Attaches the segment of a struct of this layout. */
    static Place attachStruct(SegmentName name, StructFields fields) {
        CellSegment cells = attach(name, SyncKind.STRUCT, fields.byteSize(), fields.text());
        return new OfCell(cells, 0, true, fields.text(), null);
    }

    /** Takes a cell for a struct. */
    static Place structIn(CellSegment cells, int cell, StructFields fields) {
        Alignment.requireRoom(cells, fields.byteSize(), fields.text());
        return new OfCell(cells, cell, false, fields.text(), null);
    }

    private static CellSegment create(
            SegmentName name,
            SyncKind kind,
            boolean withLock,
            int dataBytes,
            String text,
            Consumer<MemorySegment> initializer) {
        return withLock
                ? CellSegment.create(name, kind, 1, dataBytes, text, initializer)
                : CellSegment.createWithoutLocks(name, kind, 1, dataBytes, text, initializer);
    }

    private static CellSegment attach(SegmentName name, SyncKind kind, int dataBytes, String text) {
        CellSegment cells = CellSegment.attach(name, kind);
        if (cells.text().equals(text) && cells.dataBytes() >= dataBytes) {
            return cells;
        }
        String found = cells.text();
        cells.close();
        throw new SegmentException.Malformed(
                name.path(), TEXT_OFFSET, "this is a " + kind + " of type " + found + ", not " + text);
    }

    final MemorySegment memory() {
        return memory;
    }

    final long offset() {
        return offset;
    }

    /**
     * Returns the lock.
     *
     * @throws IllegalStateException if there is none
     */
    abstract SharedLock lock();

    /**
     * Returns the path of the segment.
     *
     * @throws IllegalStateException if it is not known
     */
    abstract Path path();

    /**
     * Removes the segment's name.
     *
     * @throws IllegalStateException if the segment is not the value's own
     */
    boolean unlink() {
        throw new IllegalStateException(this + " is not all that lies there: unlink the whole");
    }

    /** Ends the use of the segment here, if it is the value's own. */
    void close() {
        // not ours
    }

    @Override
    public String toString() {
        return what + " in " + path();
    }

    /** A cell: of the value's own segment, or of another. */
    private static final class OfCell extends Place {
        private final CellSegment cells;
        private final int cell;
        private final boolean owned;
        private final @Nullable Repair repair;
        private @Nullable SharedLock lock;

        OfCell(CellSegment cells, int cell, boolean owned, String what, @Nullable Repair repair) {
            super(cells.data(cell), 0, what);
            this.cells = cells;
            this.cell = cell;
            this.owned = owned;
            this.repair = repair;
        }

        /** Made when it is first asked for: of many cells most are used without. */
        @Override
        synchronized SharedLock lock() {
            SharedLock made = lock;
            if (made == null) {
                if (!cells.hasLocks()) {
                    throw new IllegalStateException(this + " was created without a lock");
                }
                made = cells.lock(cell);
                if (repair != null) {
                    made.onOwnerDeath(repair);
                }
                lock = made;
            }
            return made;
        }

        @Override
        Path path() {
            return cells.path();
        }

        @Override
        boolean unlink() {
            return owned ? cells.unlink() : super.unlink();
        }

        @Override
        void close() {
            if (owned) {
                cells.close();
            }
        }
    }

    /** A field of a struct. */
    static final class OfField extends Place {
        private final Place struct;

        OfField(Place struct, long offset, String what) {
            super(struct.memory(), struct.offset() + offset, what);
            this.struct = struct;
        }

        @Override
        SharedLock lock() {
            return struct.lock();
        }

        @Override
        Path path() {
            return struct.path();
        }
    }

    /** Memory that somebody gave. */
    private static final class Given extends Place {
        private final String where;

        Given(MemorySegment memory, long offset, String what) {
            super(memory, offset, what);
            this.where = what + " at byte " + offset + " of memory that was given";
        }

        @Override
        SharedLock lock() {
            throw new IllegalStateException(where + " has no lock");
        }

        @Override
        Path path() {
            throw new IllegalStateException(where + " has no path that is known");
        }

        @Override
        public String toString() {
            return where;
        }
    }
}
