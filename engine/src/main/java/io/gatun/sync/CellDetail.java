package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.sync.SeenRows.Share;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a cell is besides a lock, by its kind, as it is seen from outside: how many permits there are, or who waits at a barrier.
 *
 * @param text what there is to tell; may be empty
 * @param flaw what is not as it must be
 */
record CellDetail(String text, Optional<String> flaw) {
    /** How many bytes of a cell's data are looked at. */
    static final int DATA_BYTES = (int) BarrierState.LAYOUT.byteSize();

    private static final int MOST_NAMED = 5;

    private CellDetail(String text) {
        this(text, Optional.empty());
    }

    /**
     * Reads it.
     *
     * @param lock the lock of the cell
     * @param data the data of the first cell, {@link #DATA_BYTES} of it; zeros where it has fewer
     */
    static CellDetail of(SyncKind kind, MemorySegment lock, MemorySegment data, SeenRows rows) {
        return switch (kind) {
            case SEMAPHORE, BOUNDED_SEMAPHORE -> semaphore(kind, data, rows);
            case EVENT -> new CellDetail(EventWord.isSet(data.get(JAVA_INT, 0)) ? "set" : "clear");
            case BARRIER -> barrier(new BarrierState(data), rows);
            case READ_WRITE_LOCK -> new CellDetail(readers(rows.shares()));
            case REENTRANT_LOCK, CONDITION -> new CellDetail(holds(lock));
            default -> new CellDetail("");
        };
    }

    private static CellDetail semaphore(SyncKind kind, MemorySegment data, SeenRows rows) {
        int available = data.get(JAVA_INT, Permits.AVAILABLE);
        int first = data.get(JAVA_INT, Permits.BOUND);
        boolean isBounded = kind == SyncKind.BOUNDED_SEMAPHORE;
        if (available < 0 || first < 0 || (isBounded && available > first)) {
            return unsound("it has " + available + " permits of " + first);
        }
        return isBounded
                ? new CellDetail(available + " of " + first + " permits free" + shares(rows.shares()))
                : new CellDetail(available + " permits free, " + first + " at first");
    }

    private static CellDetail barrier(BarrierState state, SeenRows rows) {
        int parties = state.parties();
        int arrived = state.arrived();
        if (parties <= 0 || arrived < 0 || arrived > parties) {
            return unsound(arrived + " wait of " + parties);
        }
        return new CellDetail(
                switch (state.phase()) {
                    case FILLING -> arrived + " of " + parties + " waiting" + dead(rows.deadParticipants());
                    case ACTING -> "all " + parties + " are there, its action runs" + dead(rows.deadParticipants());
                    case BROKEN -> "of " + parties + ", broken: " + state.whyBroken();
                });
    }

    private static String dead(List<Long> pids) {
        return pids.isEmpty() ? "" : "; process " + pids.getFirst() + " died: who comes or waits finds it broken";
    }

    private static String readers(List<Share> shares) {
        int readers =
                shares.stream().filter(Share::isAlive).mapToInt(Share::count).sum();
        return shares.isEmpty() ? "" : readers + " read" + shares(shares);
    }

    private static String shares(List<Share> shares) {
        String more = shares.size() > MOST_NAMED ? ", and " + (shares.size() - MOST_NAMED) + " more" : "";
        return shares.isEmpty()
                ? ""
                : shares.stream().limit(MOST_NAMED).map(Share::inWords).collect(Collectors.joining(", ", ": ", more));
    }

    private static String holds(MemorySegment lock) {
        int further = lock.get(JAVA_INT, LockLayout.HOLDS);
        return further > 0 ? "taken " + (further + 1L) + " times" : "";
    }

    private static CellDetail unsound(String flaw) {
        return new CellDetail("", Optional.of(flaw));
    }
}
