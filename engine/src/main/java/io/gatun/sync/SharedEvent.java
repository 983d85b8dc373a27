package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A flag that processes share by its name, and wait to be set.
 *
 * <p>Who waits while it is set is seen to: even if it is cleared again before he is awake, he returns as of an event that came.
 *
 * <p><b>Crash behaviour:</b> the flag is one word, set and cleared by one instruction. A process that is killed when it has set it and has not
 * woken those who wait costs them 20 ms at most. Nobody owns an event.
 *
 * <p><b>Threads:</b> any, virtual ones included; those that wait notice an interrupt within 20 ms. <b>Memory ordering:</b> what a thread did
 * before it set the flag is seen by whoever finds it set. <b>Ownership:</b> as for {@link SharedLock}.
 *
 * @see <a href="https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Event">multiprocessing.Event</a>
 */
public final class SharedEvent implements AutoCloseable {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final long WORD = LockLayout.DATA; // bit 0: it is set; the others count how often it was
    private static final long SLEEPERS = LockLayout.DATA + Integer.BYTES;
    private static final int SET = 1;
    private static final int ONE_MORE = 2;

    private final SyncArea area;
    private final MemorySegment memory;
    private final long at;
    private final Spin spin = new Spin();

    private SharedEvent(SyncArea area) {
        this.area = area;
        this.memory = area.memory();
        this.at = area.cellOffset(0);
    }

    /**
     * Creates an event that is not set.
     *
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedEvent create(SegmentName name) {
        return new SharedEvent(SyncArea.create(name, SyncKind.EVENT, 1, Long.BYTES, "", data -> {}));
    }

    /**
     * Attaches an event.
     *
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedEvent attach(SegmentName name) {
        return new SharedEvent(SyncArea.attach(name, SyncKind.EVENT));
    }

    /**
     * Sets the flag, and wakes all who wait for it. Does nothing if it is set.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void set() {
        int seen = word();
        while ((seen & SET) == 0) {
            int found = (int) INT.compareAndExchange(memory, at + WORD, seen, seen + ONE_MORE | SET);
            if (found == seen) {
                CrashPoint.EVENT_SET.reach();
                wakeAll();
                return;
            }
            seen = found;
        }
    }

    /** Who is about to sleep says so and then looks at the word; here it is the other way round, so that one sees the other. */
    private void wakeAll() {
        if ((int) INT.getVolatile(memory, at + SLEEPERS) != 0) {
            INT.setVolatile(memory, at + SLEEPERS, 0);
            Sleep.wake(memory, at + WORD, Integer.MAX_VALUE);
        }
    }

    /**
     * Clears the flag.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void clear() {
        int seen = word();
        while ((seen & SET) != 0) {
            int found = (int) INT.compareAndExchange(memory, at + WORD, seen, seen & ~SET);
            if (found == seen) {
                return;
            }
            seen = found;
        }
    }

    /**
     * Tells whether the flag is set.
     *
     * @throws IllegalStateException if this object is closed
     */
    public boolean isSet() {
        return isSet(word());
    }

    /** Tells it by the word, the first of the cell's data. */
    static boolean isSet(int word) {
        return (word & SET) != 0;
    }

    /**
     * Waits until the flag is set; not at all if it is.
     *
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this object is closed
     */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /**
     * Waits until the flag is set, at most for some time; not at all if that is 0 or less.
     *
     * @return whether it is set, or was meanwhile
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if this object is closed
     */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(unit.toNanos(time));
    }

    private boolean await(long limitNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int first = word();
        if (isOver(first, first)) {
            return true;
        }
        if (limitNanos <= 0) {
            return false;
        }
        if (spin.until(() -> isOver(first, word()))) {
            return true;
        }
        int waiting = area.participant().beginWaiting(0);
        try {
            return sleepUntilSet(first, limitNanos);
        } finally {
            area.participant().endWaiting(waiting);
        }
    }

    private boolean sleepUntilSet(int first, long limitNanos) throws InterruptedException {
        long beganNanos = limitNanos == Long.MAX_VALUE ? 0 : System.nanoTime();
        while (true) {
            INT.setVolatile(memory, at + SLEEPERS, 1);
            int seen = (int) INT.getVolatile(memory, at + WORD);
            if (isOver(first, seen)) {
                return true;
            }
            long remaining =
                    limitNanos == Long.MAX_VALUE ? Long.MAX_VALUE : limitNanos - (System.nanoTime() - beganNanos);
            if (remaining <= 0) {
                return false;
            }
            Sleep.whileEqual(memory, at + WORD, seen, Math.min(remaining, Sleep.LONGEST_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static boolean isOver(int first, int seen) {
        return (seen & SET) != 0 || (seen ^ first) >>> 1 != 0;
    }

    private int word() {
        return (int) INT.getVolatile(memory, at + WORD);
    }

    /** Returns the path of the segment that the event lies in. */
    public Path path() {
        return area.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}: those who have attached the event go on with it. */
    public boolean unlink() {
        return area.unlink();
    }

    /** Ends the use of the event here; does nothing the second time. */
    @Override
    public void close() {
        area.close();
    }

    /** Returns the path, for messages. */
    @Override
    public String toString() {
        return area.kind() + " " + area.path();
    }
}
