package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.LockInfo.Holder;
import io.gatun.sync.LockInfo.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the locks of one sync area from outside.
 *
 * <p>A word is read first, then the row it names, then whether the kernel still has that row's lock. So a holder that seems dead may only
 * have left meanwhile. But he freed his word before, and it is never the same again: if it is still there then, he did not.
 *
 * <p><b>Threads:</b> used by one.
 */
final class AreaReader {
    private static final int LOCK_BYTES = (int) LockLayout.LAYOUT.byteSize();
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int WRITERS_CELL = 1;

    private final SegmentName name;
    private final AreaFile file;
    private final long base;
    private final AreaHeader header;
    private final SeenRows rows;
    private final MemorySegment data;
    private final int stride;

    private AreaReader(SegmentName name, AreaFile file, long base, AreaHeader header, SeenRows rows)
            throws IOException {
        this.name = name;
        this.file = file;
        this.base = base;
        this.header = header;
        this.rows = rows;
        this.data = data();
        this.stride = SyncLayout.cellStride(header.dataBytes());
    }

    /** Returns the locks of an area, of many cells those there is something to tell of. */
    static List<LockInfo> locks(SegmentName name, AreaFile file, long base) throws IOException {
        MemorySegment head = file.read(base, (int) SyncLayout.FIRST_CELL);
        AreaHeader header;
        try {
            header = AreaHeader.read(head, file.byteSize() - base, name.path(), base);
        } catch (SegmentException.Malformed e) {
            return List.of(unsound(name, Optional.empty(), 0, e.getMessage()));
        }
        if (!file.isPrivate()) {
            return List.of(unsound(name, Optional.of(header.kind()), 0, "other users may write to the file"));
        }
        return header.hasLocks()
                ? new AreaReader(name, file, base, header, new SeenRows(file, base, head)).locks()
                : List.of();
    }

    /** Returns the beginning of the first cell's data, and zeros where there is no more. */
    private MemorySegment data() throws IOException {
        MemorySegment all = MemorySegment.ofArray(new long[CellDetail.DATA_BYTES / Long.BYTES]);
        int size = Math.min(header.dataBytes(), CellDetail.DATA_BYTES);
        MemorySegment read = file.read(base + SyncLayout.FIRST_CELL + LockLayout.DATA, size);
        MemorySegment.copy(read, 0, all, 0, read.byteSize());
        return all;
    }

    private List<LockInfo> locks() throws IOException {
        Map<Integer, Integer> waiters = rows.waiters();
        if (header.kind() == SyncKind.READ_WRITE_LOCK && header.cells() > WRITERS_CELL) {
            int waiting = waiters.values().stream().mapToInt(Integer::intValue).sum();
            return List.of(read(WRITERS_CELL, waiting));
        }
        if (header.cells() == 1) {
            return List.of(read(0, waiters.getOrDefault(0, 0)));
        }
        List<LockInfo> found = new ArrayList<>();
        int atOnce = Math.max(1, BLOCK_BYTES / stride);
        for (long first = 0; first < header.cells(); first += atOnce) {
            int count = (int) Math.min(atOnce, header.cells() - first);
            for (int cell : worthTelling((int) first, count)) {
                found.add(read(cell, waiters.getOrDefault(cell, 0)));
            }
        }
        found.removeIf(lock -> lock.state() == State.FREE && lock.deaths() == 0); // released meanwhile
        return found;
    }

    /** Returns which of so many cells are held, or have lost a holder. */
    private List<Integer> worthTelling(int first, int count) throws IOException {
        MemorySegment block = file.read(offset(first), count == 1 ? LOCK_BYTES : count * stride);
        List<Integer> cells = new ArrayList<>();
        for (int i = 0; i < count && block.byteSize() >= i * (long) stride + LOCK_BYTES; i++) {
            long at = i * (long) stride;
            boolean isFree = block.get(JAVA_LONG, at + LockLayout.WORD) == LockLayout.FREE;
            if (!isFree || block.get(JAVA_LONG, at + LockLayout.RECORD) >>> Integer.SIZE != 0) {
                cells.add(first + i);
            }
        }
        return cells;
    }

    private long offset(int cell) {
        return base + SyncLayout.FIRST_CELL + cell * (long) stride;
    }

    private LockInfo read(int cell, int waiters) throws IOException {
        long at = offset(cell);
        while (true) {
            MemorySegment lock = file.read(at, LOCK_BYTES);
            if (lock.byteSize() < LOCK_BYTES) {
                return unsound(Optional.of(header.kind()), cell, "the file was truncated meanwhile");
            }
            LockInfo info = describe(cell, lock, waiters);
            if (info.state() != State.OWNER_DIED || isStillThere(lock, at)) {
                return info;
            }
        }
    }

    private boolean isStillThere(MemorySegment lock, long at) throws IOException {
        MemorySegment now = file.read(at, LOCK_BYTES);
        return now.byteSize() == LOCK_BYTES
                && now.get(JAVA_LONG, LockLayout.WORD) == lock.get(JAVA_LONG, LockLayout.WORD);
    }

    private LockInfo describe(int cell, MemorySegment lock, int waiters) throws IOException {
        Optional<SyncKind> kind = Optional.of(header.kind());
        long word = lock.get(JAVA_LONG, LockLayout.WORD);
        int deaths = (int) (lock.get(JAVA_LONG, LockLayout.RECORD) >>> Integer.SIZE);
        if (deaths < 0) {
            return unsound(kind, cell, "it says it has survived %,d deaths".formatted(Integer.toUnsignedLong(deaths)));
        }
        CellDetail detail = CellDetail.of(header.kind(), lock, data, rows);
        if (detail.flaw().isPresent()) {
            return unsound(kind, cell, detail.flaw().get());
        }
        State state = word == LockLayout.FREE ? State.FREE : State.UNUSABLE;
        Optional<Holder> holder = Optional.empty();
        Optional<Duration> heldFor = Optional.empty();
        if (word != LockLayout.FREE && (word & LockLayout.UNUSABLE) == 0) {
            int row = LockLayout.row((int) word);
            if (row < 0 || row >= SyncLayout.ROW_COUNT) {
                String flaw = "its word, %#x, names row %d of %d".formatted(word, row, SyncLayout.ROW_COUNT);
                return unsound(kind, cell, flaw);
            }
            Holder found = rows.holder((int) word, word >>> Integer.SIZE);
            holder = Optional.of(found);
            heldFor = since(lock);
            boolean isRepairing = (word & LockLayout.INCONSISTENT) != 0;
            state = !found.isAlive() ? State.OWNER_DIED : isRepairing ? State.REPAIRING : State.HELD;
        }
        Optional<OwnerDeath> lastDeath = lastDeath(lock, deaths);
        return new LockInfo(
                name, kind, cell, state, holder, heldFor, waiters, deaths, lastDeath, detail.text(), Optional.empty());
    }

    /** In another time namespace the clock may be another: what cannot be is not told. */
    private static Optional<Duration> since(MemorySegment lock) {
        long nanos = System.nanoTime() - lock.get(JAVA_LONG, LockLayout.SINCE);
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    private static Optional<OwnerDeath> lastDeath(MemorySegment lock, int deaths) {
        if (deaths == 0) {
            return Optional.empty();
        }
        long identity = lock.get(JAVA_LONG, LockLayout.LAST_DEAD);
        return Optional.of(new OwnerDeath(
                RowLayout.pid(identity),
                RowLayout.startTime(identity),
                Integer.toUnsignedLong(lock.get(JAVA_INT, LockLayout.LAST_DEAD_THREAD)),
                Instant.ofEpochMilli(lock.get(JAVA_LONG, LockLayout.LAST_DEAD_AT)),
                deaths,
                false));
    }

    private LockInfo unsound(Optional<SyncKind> kind, int cell, String flaw) {
        return unsound(name, kind, cell, flaw);
    }

    private static LockInfo unsound(SegmentName name, Optional<SyncKind> kind, int cell, String flaw) {
        return new LockInfo(
                name,
                kind,
                cell,
                State.UNSOUND,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                "",
                Optional.of(flaw));
    }
}
