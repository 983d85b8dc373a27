package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;

/**
 * The permits of a {@link SharedSemaphore}: how many there are to take, and, if they are bounded, who has the others.
 *
 * <p><b>Layout:</b> behind the monitor's state how many there are to take, and how many there were at first; what each attachment has of bounded
 * ones is in its row. <b>Crash behaviour:</b> what the rows hold is the truth, and what is to be taken follows from it; of those that are not
 * bounded that is itself a single store.
 *
 * <p><b>Threads:</b> one at a time: inside the monitor of the semaphore.
 */
final class Permits {
    static final long AVAILABLE = Monitor.STATE;
    static final long BOUND = AVAILABLE + Integer.BYTES;
    static final int DATA_BYTES = (int) BOUND + Integer.BYTES;

    private final MemorySegment data;
    private final Rows rows;
    private final boolean bounded;

    /** Makes those that lie in a cell's data. */
    Permits(MemorySegment data, Rows rows, boolean bounded) {
        this.data = data;
        this.rows = rows;
        this.bounded = bounded;
    }

    /** Writes so many into data of zeros. */
    static void write(MemorySegment data, int permits) {
        data.set(JAVA_INT, AVAILABLE, permits);
        data.set(JAVA_INT, BOUND, permits);
    }

    /** Returns how many there are to take. */
    int available() {
        return data.get(JAVA_INT, AVAILABLE);
    }

    /** Returns how many there may be to take. */
    int most() {
        return bounded ? data.get(JAVA_INT, BOUND) : Integer.MAX_VALUE;
    }

    /**
     * Tells whether there is one to take.
     *
     * @param look whether to see also, if there is none, whether any of the others has lost its owner
     */
    boolean isAvailable(boolean look) {
        if (available() == 0 && look) {
            settle();
        }
        return available() > 0;
    }

    /** Gives back what the dead have. */
    void settle() {
        if (bounded && rows.settleDead()) {
            makeSound();
        }
    }

    /** Takes one of those that there are, for this attachment. */
    void take() {
        if (bounded) {
            rows.setHeld(rows.own(), rows.held(rows.own()) + 1);
            CrashPoint.PERMIT_TAKEN.reach();
        }
        setAvailable(available() - 1);
    }

    /**
     * Gives back so many; bounded ones from what this attachment has first.
     *
     * @return false if there would be more than there may be; nothing is changed then
     */
    boolean giveBack(int permits) {
        if (bounded && rows.held(rows.own()) < permits) {
            settle(); // what the dead had is nobody's to give back
        }
        int available = available();
        if ((long) available + permits > most()) {
            return false;
        }
        if (bounded) {
            takeFromRows(permits);
        }
        CrashPoint.PERMIT_RELEASED.reach();
        setAvailable(available + permits);
        return true;
    }

    private void takeFromRows(int permits) {
        int left = permits - takeFromRow(rows.own(), permits);
        for (int row = 0; left > 0 && row < rows.count(); row++) {
            left -= takeFromRow(row, left);
        }
    }

    private int takeFromRow(int row, int most) {
        int held = rows.held(row);
        int taken = Math.min(held, most);
        if (taken > 0) {
            rows.setHeld(row, held - taken);
        }
        return taken;
    }

    /** Tells, from outside too, whether this attachment's row has any. */
    boolean hasOwn() {
        return bounded && rows.held(rows.own()) != 0;
    }

    /** Gives back all that this attachment's row has. */
    void giveBackOwn() {
        rows.setHeld(rows.own(), 0);
        makeSound();
    }

    /** Gives back what the dead have, and makes the number to take what it must be. */
    void makeSound() {
        if (bounded) {
            rows.settleDead();
            setAvailable(data.get(JAVA_INT, BOUND) - rows.sum());
        }
    }

    private void setAvailable(int permits) {
        data.set(JAVA_INT, AVAILABLE, permits);
    }
}
