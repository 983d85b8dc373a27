package io.gatun.sync;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/** A row of a sync area: one attachment of it, in whatever process. Offsets and sizes in bytes. */
final class RowLayout {
    /** How many locks of one area the threads of an attachment can be seen to wait for at a time. */
    static final int WAITS = 4;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
                    JAVA_INT.withName("incarnation"), // counts who has had the row
                    JAVA_INT.withName("pid"), // 0 once the attachment was closed
                    JAVA_LONG.withName("startTime"), // of the process, in the kernel's ticks since the machine was up
                    JAVA_INT.withName("held"), // permits, read locks, or threads that wait at a barrier
                    JAVA_INT.withName("queued"), // 1: takes part in a barrier
                    JAVA_LONG.withName(
                            "previous"), // who had the row before: low bits of his incarnation << 60 | start time << 22
                    // | pid
                    sequenceLayout(WAITS, JAVA_LONG).withName("waits")) // cell << 32 | threads that wait for it
            .withName("row");

    static final long INCARNATION = offset("incarnation");
    static final long PID = offset("pid");
    static final long START_TIME = offset("startTime");
    static final long HELD = offset("held");
    static final long QUEUED = offset("queued");
    static final long PREVIOUS = offset("previous");
    static final long WAITING = offset("waits");

    /** How many incarnations, one after the other, {@code previous} tells apart. */
    static final int TOLD_APART = 16;

    private static final int PID_BITS = 22; // PID_MAX_LIMIT is 2^22
    private static final int IDENTITY_BITS = 60; // a machine that is up for 87 years has 2^38 ticks

    private RowLayout() {}

    static long identity(long pid, long startTime) {
        return startTime << PID_BITS | pid;
    }

    /** Returns what is stored of who had a row in an incarnation, for those who come when another has it. */
    static long previous(long identity, int incarnation) {
        return (long) incarnation << IDENTITY_BITS | identity;
    }

    /** Tells whether that is of this incarnation, or of one a multiple of {@value #TOLD_APART} away. */
    static boolean isOf(long previous, int incarnation) {
        return (int) (previous >>> IDENTITY_BITS) == (incarnation & (TOLD_APART - 1));
    }

    static long pid(long identity) {
        return identity & ((1L << PID_BITS) - 1);
    }

    static long startTime(long identity) {
        return (identity & ((1L << IDENTITY_BITS) - 1)) >>> PID_BITS;
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }
}
