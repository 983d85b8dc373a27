package io.gatun.sync;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.waiting.Deadline;
import io.gatun.waiting.Sleep;
import io.gatun.waiting.Spin;
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
    private final SyncArea area;
    private final EventWord word;
    private final Spin spin = new Spin();

    private SharedEvent(SyncArea area) {
        this.area = area;
        this.word = new EventWord(area.data(0), 0);
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
        if (word.set()) {
            word.wakeAll();
        }
    }

    /**
     * Clears the flag.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void clear() {
        word.clear();
    }

    /**
     * Tells whether the flag is set.
     *
     * @throws IllegalStateException if this object is closed
     */
    public boolean isSet() {
        return EventWord.isSet(word.read());
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
        int first = word.read();
        if (EventWord.isSet(first)) {
            return true;
        }
        if (limitNanos <= 0) {
            return false;
        }
        if (spin.until(() -> EventWord.isOver(first, word.read()))) {
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
        Deadline deadline = Deadline.in(limitNanos);
        while (true) {
            int seen = word.goToSleep(first);
            if (EventWord.isOver(first, seen)) {
                return true;
            }
            long remaining = deadline.remainingNanos();
            if (remaining <= 0) {
                return false;
            }
            word.sleep(seen, Math.min(remaining, Sleep.LONGEST_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Returns how many threads, of all processes that live, wait for the event at this moment, as far as they sleep. */
    public int waiters() {
        return area.waiters(0);
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
