package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;

/**
 * Those who read, of a {@link SharedReadWriteLock}, and how they and the one who writes keep out of each other's way.
 *
 * <p>A reader looks at the writers' word inside the monitor, where it counts itself; a writer looks at the readers inside the monitor, when it
 * has the word. So whoever comes second sees the first.
 *
 * <p>A writer that waits for readers to leave has written nothing yet. Only when there are none does it say that it writes; so if it is found dead
 * without that, there is nothing to repair, and if with it, nobody reads meanwhile.
 *
 * <p><b>Layout:</b> behind the monitor's state how many they are, and whether anybody writes; how many of each attachment, in its row. <b>Crash behaviour:</b> the rows are the
 * truth. <b>Threads:</b> any.
 */
final class Readers {
    static final int DATA_BYTES = (int) Monitor.STATE + Long.BYTES;

    private static final long READERS = LockLayout.DATA + Monitor.STATE;
    private static final long WRITTEN = READERS + Integer.BYTES; // 1 while who has the writers' lock may write

    private final Cell cell;
    private final Monitor monitor;
    private final Rows rows;
    private final RobustLock writer;

    /** Makes those that a cell counts, beside a lock that who writes has. */
    Readers(Cell cell, Rows rows, RobustLock writer) {
        this.cell = cell;
        this.monitor = new Monitor(cell, this::makeSound);
        this.rows = rows;
        this.writer = writer;
    }

    /** How an attempt to read ended. */
    enum Outcome {
        READS,
        TIMED_OUT,
        /** The one who wrote has died, or the lock is unusable: the caller is to see to the writers' lock. */
        NO_WRITER_ALIVE
    }

    /** Counts the caller among the readers, and waits until nobody writes. */
    Outcome enter(long limitNanos, boolean interruptibly) throws InterruptedException {
        monitor.enter();
        try {
            if (!monitor.await(this::mayEnter, limitNanos, interruptibly)) {
                return Outcome.TIMED_OUT;
            }
            if (writer.isHeld() || writer.isUnusable()) {
                return Outcome.NO_WRITER_ALIVE;
            }
            change(1);
            return Outcome.READS;
        } finally {
            monitor.leave();
        }
    }

    private boolean mayEnter(boolean look) {
        return !writer.isHeld() || (look && writer.isOwnerDead());
    }

    /** Takes one off that this attachment has; false if it has none. */
    boolean leave() {
        monitor.enter();
        boolean last = false;
        try {
            if (rows.held(rows.own()) == 0) {
                return false;
            }
            change(-1);
            last = count() == 0;
            return true;
        } finally {
            monitor.leaveAndWake(last ? Integer.MAX_VALUE : 0);
        }
    }

    /** Waits, as who has the writers' lock, until nobody reads, and says that it writes then; tells whether it is so. */
    boolean awaitNone(long limitNanos, boolean interruptibly) throws InterruptedException {
        monitor.enter();
        try {
            boolean none = monitor.await(this::isNone, limitNanos, interruptibly);
            if (none) {
                setWritten(1);
                CrashPoint.WRITING_BEGUN.reach();
            }
            return none;
        } finally {
            monitor.leave();
        }
    }

    /** Tells whether who has the writers' lock may have written. */
    boolean isWritten() {
        return cell.memory().get(JAVA_INT, cell.at() + WRITTEN) != 0;
    }

    /** Says, as who has the writers' lock, that all is written, and is about to release it. */
    void endWriting() {
        setWritten(0);
        CrashPoint.WRITING_ENDED.reach();
    }

    /** Has those that wait look again: somebody has released the writers' lock. */
    void haveAllLook() {
        monitor.enter();
        monitor.leaveAndWake(Integer.MAX_VALUE);
    }

    /** Returns how many there are, of attachments that live. */
    int number() {
        monitor.enter();
        try {
            isNone(true);
            return count();
        } finally {
            monitor.leave();
        }
    }

    /** Takes off what this attachment's row has, of who had the row before and died. */
    void forgetOwn() {
        if (rows.held(rows.own()) != 0) {
            monitor.enter();
            rows.setHeld(rows.own(), 0);
            makeSound();
            monitor.leaveAndWake(Integer.MAX_VALUE);
        }
    }

    private boolean isNone(boolean look) {
        if (count() != 0 && look && rows.settleDead()) {
            makeSound();
        }
        return count() == 0;
    }

    private void makeSound() {
        setCount(rows.sum());
    }

    private void change(int change) {
        rows.setHeld(rows.own(), rows.held(rows.own()) + change);
        CrashPoint.READER_COUNTED.reach();
        setCount(count() + change);
    }

    private int count() {
        return cell.memory().get(JAVA_INT, cell.at() + READERS);
    }

    private void setWritten(int written) {
        cell.memory().set(JAVA_INT, cell.at() + WRITTEN, written);
    }

    private void setCount(int count) {
        cell.memory().set(JAVA_INT, cell.at() + READERS, count);
    }
}
