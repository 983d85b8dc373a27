package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.Proc;
import io.gatun.sync.LockInfo.Holder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a sync area as they are seen from outside: who has attached it, and what each of those holds and waits for.
 *
 * <p><b>Threads:</b> used by one.
 */
final class SeenRows {
    private static final int ROW_BYTES = (int) RowLayout.LAYOUT.byteSize();
    private static final int INCARNATION_MASK = 0xFFFF;

    private final AreaFile file;
    private final long base;
    private final MemorySegment head;

    /** Makes them of the header and the rows of an area, as they were a moment ago. */
    SeenRows(AreaFile file, long base, MemorySegment head) {
        this.file = file;
        this.base = base;
        this.head = head;
    }

    /** What an attachment has of something that many may have: permits, read locks. */
    record Share(long pid, int count, boolean isAlive) {
        /** Says it in words: {@code process 4711 has 2}. */
        String inWords() {
            String who = pid == 0 ? "a process" : "process " + pid;
            return isAlive ? who + " has " + count : who + ", which is dead, had " + count;
        }
    }

    /** Returns what each attachment has that has something. */
    List<Share> shares() {
        List<Share> shares = new ArrayList<>();
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            int held = head.get(JAVA_INT, Participant.offsetOf(row) + RowLayout.HELD);
            if (held != 0) {
                shares.add(new Share(pid(row), held, file.isTaken(row)));
            }
        }
        return shares;
    }

    /** Returns the pids of those who took part in a barrier and are dead, which nobody may have noticed yet. */
    List<Long> deadParticipants() {
        List<Long> dead = new ArrayList<>();
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            if (head.get(JAVA_INT, Participant.offsetOf(row) + RowLayout.QUEUED) != 0 && !file.isTaken(row)) {
                dead.add(pid(row));
            }
        }
        return dead;
    }

    /** Returns who has a row, or had it last. */
    private long pid(int row) {
        long at = Participant.offsetOf(row);
        int incarnation = head.get(JAVA_INT, at + RowLayout.INCARNATION) & INCARNATION_MASK;
        return Participant.identity(head, at, incarnation).pid();
    }

    /** Counts for each cell the threads that wait for it, of attachments that live. */
    Map<Integer, Integer> waiters() {
        Map<Integer, Integer> waiters = new HashMap<>();
        for (int row = 0; row < SyncLayout.ROW_COUNT; row++) {
            for (int i = 0; i < RowLayout.WAITS; i++) {
                long at = Participant.offsetOf(row) + RowLayout.WAITING + i * (long) Long.BYTES;
                long wait = head.get(JAVA_LONG, at); // cell << 32 | threads
                int threads = (int) wait;
                if (threads > 0 && file.isTaken(row)) {
                    waiters.merge((int) (wait >>> Integer.SIZE), threads, Integer::sum);
                }
            }
        }
        return waiters;
    }

    /**
     * Looks now for who has a lock.
     *
     * @param low the low half of the lock's word, which names a row that there is
     * @param thread the high half
     */
    Holder holder(int low, long thread) throws IOException {
        int row = LockLayout.row(low);
        MemorySegment its = file.read(base + Participant.offsetOf(row), ROW_BYTES);
        if (its.byteSize() < ROW_BYTES) {
            return new Holder(0, Optional.empty(), thread, false, Optional.empty()); // truncated meanwhile
        }
        int incarnation = its.get(JAVA_INT, RowLayout.INCARNATION) & INCARNATION_MASK;
        boolean isAlive = incarnation == LockLayout.incarnation(low) && file.isTaken(row);
        Participant.Identity who = Participant.identity(its, 0, LockLayout.incarnation(low));
        Optional<Instant> started = who.pid() == 0 ? Optional.empty() : Proc.startOf(who.startTime());
        return new Holder(who.pid(), started, thread, isAlive, command(who));
    }

    /** A process of that id that started at another time is another. */
    private static Optional<String> command(Participant.Identity who) {
        return Proc.identityOf(who.pid())
                .filter(now -> who.pid() != 0 && now.startTime() == who.startTime())
                .flatMap(now -> ProcessHandle.of(now.pid()))
                .flatMap(process -> process.info().commandLine());
    }
}
