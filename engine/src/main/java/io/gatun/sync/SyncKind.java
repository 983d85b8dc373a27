package io.gatun.sync;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What lies in a segment of small state; its {@link #code()} is in the segment's header. */
public enum SyncKind {
    /** A {@link SharedLock} that a thread may take once. */
    LOCK(1),
    /** A {@link SharedLock} that its holder may take again. */
    REENTRANT_LOCK(2),
    /** A {@link SharedReadWriteLock}. */
    READ_WRITE_LOCK(3),
    /** A {@link SharedSemaphore} whose permits are nobody's. */
    SEMAPHORE(4),
    /** A {@link SharedSemaphore} whose permits belong to who has taken them. */
    BOUNDED_SEMAPHORE(5),
    /** A {@link SharedCondition}. */
    CONDITION(6),
    /** A {@link SharedEvent}. */
    EVENT(7),
    /** A {@link SharedBarrier}. */
    BARRIER(8),
    /** A {@link CellSegment} of cells that its users know what to do with. */
    CELLS(9),
    /** One value of {@code io.gatun.value}. */
    VALUE(10),
    /** A struct of {@code io.gatun.value}. */
    STRUCT(11),
    /** The lock that lies behind the elements of an array. */
    ARRAY_LOCK(12),
    /** The locks of a collection of {@code io.gatun.collection}, which lie within its segment. */
    COLLECTION_LOCK(13);

    private final int code;

    SyncKind(int code) {
        this.code = code;
    }

    /** Returns the number that stands for this kind in a header. */
    public int code() {
        return code;
    }

    /** Returns the kind that a number stands for; empty if it stands for none. */
    static Optional<SyncKind> ofCode(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** Returns the name in words, for instance {@code read write lock}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
