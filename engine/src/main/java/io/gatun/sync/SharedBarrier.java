package io.gatun.sync;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.sync.BarrierState.Phase;
import io.gatun.sync.BarrierState.Reason;
import io.gatun.waiting.Deadline;
import java.nio.file.Path;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A place where a number of threads, of whatever processes, wait for each other, by its name; again and again.
 *
 * <p>When the last one comes, it runs the action, if its object was given one, and all go on. Whoever cannot wait any longer, since its
 * time is over or it is interrupted, breaks the barrier for all, and so does {@link #abort}, and an action that throws. A broken
 * barrier lets nobody wait until it is {@linkplain #reset mended}.
 *
 * <p><b>Crash behaviour:</b> the others would wait for the dead for ever. So the death of a participant breaks the barrier too, at the latest 20 ms
 * after somebody waits. A participant is whoever has waited here since the barrier was created or mended, and has not closed its object: it may
 * have died while it waited, or between two rounds. So does the death of anybody in the midst of a call here. If it had come to a round before it died, and the
 * last of the others comes before anybody has noticed, that round ends as if it lived, and the next breaks. One that dies before it has come for the first time is known to nobody; a time
 * limit is for that.
 *
 * <p><b>Threads:</b> any, virtual ones included; those that wait notice an interrupt within 20 ms. <b>Memory ordering:</b> what each did before it came is
 * seen by the action, and that by all when they go on. <b>Ownership:</b> as for {@link SharedLock}.
 *
 * @see <a href="https://docs.python.org/3/library/threading.html#barrier-objects">threading.Barrier</a>, whose meaning this has
 */
public final class SharedBarrier implements AutoCloseable {
    private final SyncArea area;
    private final BarrierState state;
    private final Monitor monitor;
    private final Rows rows;
    private final @Nullable Runnable action;
    private volatile boolean closed;

    private SharedBarrier(SyncArea area, @Nullable Runnable action) {
        this.area = area;
        this.state = new BarrierState(area.data(0));
        this.monitor = new Monitor(area.cell(0), this::breakForDeathInside);
        this.rows = area.rows();
        this.action = action;
        rows.setHeld(rows.own(), 0);
        if (rows.takesPart(rows.own())) { // who had the row before, and died
            monitor.enter();
            breakFor(Reason.PARTICIPANT_DIED, 0);
            forget(rows.own());
            monitor.leaveAndWake(Integer.MAX_VALUE);
        }
    }

    /** Creates a barrier of which this object has no action; otherwise as {@link #create(SegmentName, int, Runnable)}. */
    public static SharedBarrier create(SegmentName name, int parties) {
        return create(name, parties, null);
    }

    /**
     * Creates a barrier.
     *
     * @param parties how many threads wait for each other
     * @param action what is run, once, when the last of them has come and that is one of this object's; null for nothing
     * @throws IllegalArgumentException if {@code parties} is not positive
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#create(SegmentName, long)}
     */
    public static SharedBarrier create(SegmentName name, int parties, @Nullable Runnable action) {
        if (parties <= 0) {
            throw new IllegalArgumentException("parties=" + parties + " is not positive");
        }
        int dataBytes = (int) BarrierState.LAYOUT.byteSize();
        SyncArea area =
                SyncArea.create(name, SyncKind.BARRIER, 1, dataBytes, "", data -> BarrierState.write(data, parties));
        return SyncArea.open(area, opened -> new SharedBarrier(opened, action));
    }

    /** Attaches a barrier of which this object has no action; otherwise as {@link #attach(SegmentName, Runnable)}. */
    public static SharedBarrier attach(SegmentName name) {
        return attach(name, null);
    }

    /**
     * Attaches a barrier.
     *
     * @param action what is run, once, when the last thread has come and that is one of this object's; null for nothing
     * @throws SegmentException.Malformed if it is none
     * @throws SegmentException as {@link io.gatun.segment.SharedSegment#attach(SegmentName, io.gatun.segment.Access)}
     * @throws IllegalStateException if it is attached more than 500 times
     */
    public static SharedBarrier attach(SegmentName name, @Nullable Runnable action) {
        return SyncArea.open(SyncArea.attach(name, SyncKind.BARRIER), opened -> new SharedBarrier(opened, action));
    }

    /**
     * Waits until all have come.
     *
     * @return how many had come before in this round: 0 for the first, {@code parties - 1} for the last
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset meanwhile
     * @throws InterruptedException if the thread is interrupted, which breaks the barrier
     * @throws IllegalStateException if this object is closed
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        return await(Long.MAX_VALUE);
    }

    /**
     * Waits until all have come, at most for some time; not at all if that is 0 or less.
     *
     * @return how many had come before in this round
     * @throws BrokenBarrierException if the barrier is broken, or breaks or is reset meanwhile: also if the time is over
     * @throws InterruptedException if the thread is interrupted, which breaks the barrier
     * @throws IllegalStateException if this object is closed
     */
    public int await(long time, TimeUnit unit) throws InterruptedException, BrokenBarrierException {
        return await(unit.toNanos(time));
    }

    private int await(long limitNanos) throws InterruptedException, BrokenBarrierException {
        Deadline deadline = Deadline.in(limitNanos);
        if (Thread.interrupted()) {
            abort(Reason.INTERRUPTED);
            throw new InterruptedException();
        }
        monitor.enter();
        int waking = Integer.MAX_VALUE;
        try {
            awaitInside(
                    look -> !isActing(look), deadline.remainingNanos()); // of a round that is full without this thread
            requireWhole();
            rows.setTakesPart(rows.own(), true);
            int round = state.round();
            int index = state.arrived();
            state.arrive();
            CrashPoint.BARRIER_REACHED.reach();
            if (index + 1 == state.parties()) {
                act(round);
                state.pass();
                return index;
            }
            changeOwnWaiting(1);
            try {
                awaitInside(look -> isOver(round, look), deadline.remainingNanos());
            } finally {
                changeOwnWaiting(-1);
            }
            if (state.round() == round) {
                state.leave();
                requireWhole();
            }
            waking = 0;
            requireNotReset(round);
            return index;
        } finally {
            monitor.leaveAndWake(waking);
        }
    }

    private void changeOwnWaiting(int change) {
        rows.setHeld(rows.own(), Math.max(0, rows.held(rows.own()) + change)); // 0 after a close
    }

    private void requireNotReset(int round) throws BrokenBarrierException {
        if (state.round() != round && state.hasFailed(round)) {
            throw new BrokenBarrierException(area.path() + " was reset");
        }
    }

    /** Breaks the barrier if that does not come to hold. */
    private void awaitInside(Monitor.Condition condition, long limitNanos) throws InterruptedException {
        try {
            if (!monitor.await(condition, limitNanos, true)) {
                breakFor(Reason.TIMED_OUT, 0);
            }
        } catch (InterruptedException e) {
            if (!condition.holds(false)) {
                breakFor(Reason.INTERRUPTED, 0);
                throw e;
            }
            Thread.currentThread().interrupt(); // what it waited for came first
        }
    }

    /** Runs the action, outside the monitor: nobody can come or go meanwhile, but the barrier can be broken, or reset. */
    private void act(int round) throws BrokenBarrierException {
        if (action == null) {
            return;
        }
        state.act();
        monitor.leave();
        boolean done = false;
        try {
            CrashPoint.BARRIER_ACTING.reach();
            action.run();
            done = true;
        } finally {
            monitor.enter();
            if (!done && state.round() == round) {
                breakFor(Reason.ACTION_FAILED, 0);
            }
        }
        requireNotReset(round);
        requireWhole();
    }

    private boolean isActing(boolean look) {
        if (look) {
            breakForDeaths();
        }
        return state.phase() == Phase.ACTING;
    }

    private boolean isOver(int round, boolean look) {
        if (look && state.round() == round) {
            breakForDeaths();
        }
        return state.round() != round || state.phase() == Phase.BROKEN;
    }

    private void requireWhole() throws BrokenBarrierException {
        if (closed) {
            throw new IllegalStateException(area.path() + " was closed meanwhile");
        }
        if (state.phase() == Phase.BROKEN) {
            throw new BrokenBarrierException(area.path() + " is broken: " + state.whyBroken());
        }
    }

    /** What makes the state sound when somebody died inside, a participant or not: he may have half ended a round. */
    private void breakForDeathInside() {
        breakForDeaths();
        breakFor(Reason.PARTICIPANT_DIED, 0);
    }

    private void breakForDeaths() {
        for (int row = 0; row < rows.count(); row++) {
            int owner = rows.owner(row);
            if (rows.takesPart(row) && rows.isDead(row)) {
                breakFor(Reason.PARTICIPANT_DIED, rows.identity(owner).pid());
            }
        }
    }

    /** The first reason is the one that is told. */
    private void breakFor(Reason reason, long deadPid) {
        if (state.phase() != Phase.BROKEN) {
            state.breakFor(reason, deadPid);
        }
    }

    private void abort(Reason reason) {
        monitor.enter();
        breakFor(reason, 0);
        monitor.leaveAndWake(Integer.MAX_VALUE);
    }

    /**
     * Breaks the barrier: those who wait fail, and all who come after them.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void abort() {
        abort(Reason.ABORTED);
    }

    /**
     * Mends the barrier, and has it empty. Those who wait fail. Who has taken part is forgotten, until it does again.
     *
     * @throws IllegalStateException if this object is closed
     */
    public void reset() {
        monitor.enter();
        for (int row = 0; row < rows.count(); row++) {
            forget(row);
        }
        state.reset();
        monitor.leaveAndWake(Integer.MAX_VALUE);
    }

    private void forget(int row) {
        rows.setTakesPart(row, false);
    }

    /** Returns how many threads wait for each other. */
    public int parties() {
        return state.parties();
    }

    /**
     * Returns how many threads wait at this moment; 0 if the barrier is broken.
     *
     * @throws IllegalStateException if this object is closed
     */
    public int waiting() {
        monitor.enter();
        try {
            return state.phase() == Phase.FILLING ? state.arrived() : 0;
        } finally {
            monitor.leave();
        }
    }

    /**
     * Tells whether the barrier is broken, a dead participant included.
     *
     * @throws IllegalStateException if this object is closed
     */
    public boolean isBroken() {
        monitor.enter();
        try {
            breakForDeaths();
            return state.phase() == Phase.BROKEN;
        } finally {
            monitor.leave();
        }
    }

    /** Returns the path of the segment that the barrier lies in. */
    public Path path() {
        return area.path();
    }

    /** As {@link io.gatun.segment.SharedSegment#unlink}: those who have attached the barrier go on with it. */
    public boolean unlink() {
        return area.unlink();
    }

    /**
     * Ends the use of the barrier here, and takes no part any more; does nothing the second time. If a thread waits by this object, the barrier
     * is broken.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            monitor.enter();
            if (rows.held(rows.own()) > 0) {
                breakFor(Reason.CLOSED, 0);
                rows.setHeld(rows.own(), 0);
            }
            forget(rows.own());
            monitor.leaveAndWake(Integer.MAX_VALUE);
        } finally {
            area.close();
        }
    }

    /** Returns the path and how many threads wait for each other, for messages. */
    @Override
    public String toString() {
        return area.kind() + " of " + parties() + " " + area.path();
    }
}
