package io.gatun.job;

import io.gatun.job.control.Bell;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.WorkerSlot;
import io.gatun.posix.CrashPoint;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One job on a pool's workers, from its posting to its end, driven by the thread that calls it.
 *
 * <p>That thread spins for some microseconds, then sleeps until the last worker or the death of one wakes it, and at least every few
 * milliseconds looks whether a worker failed or hangs and whether the job was given up. While there are workers that cannot wake it,
 * since they are cold, it sleeps for a hundredth of the time the job has taken so far.
 *
 * <p><b>Rounds.</b> When a worker has died, or left a chunk that took too long, the round is withdrawn. The others do the chunk they are
 * in and leave; then {@link Recovery} gives back what nobody will finish, and the rest is posted as another round.
 */
final class JobRun {
    private static final long MIN_SLEEP_NANOS = 500_000;
    private static final long MAX_SLEEP_NANOS = 10_000_000;
    private static final long LEAVING_NANOS = 50_000;

    private final JobHandle handle;
    private final Workforce workers;
    private final ControlSegment control;
    private final IntSupplier numbers;
    private final JobArea area;
    private final long useful;
    private final @Nullable HungWatch watch;
    private final long limitNanos;
    private final long startedNanos;
    private final long spawnedNanos;
    private CurrentJob current;
    private boolean isWithdrawn;
    private boolean isTimedOut;
    private long postedNanos;
    private long stoppedNanos;
    private @Nullable Recovery recovery;

    /**
     * Makes it.
     *
     * @param numbers gives further rounds their numbers
     * @param useful how many workers are worth waking, at first
     */
    JobRun(
            JobHandle handle,
            Workforce workers,
            ControlSegment control,
            IntSupplier numbers,
            JobArea area,
            long useful) {
        this.handle = handle;
        this.workers = workers;
        this.control = control;
        this.numbers = numbers;
        this.area = area;
        this.current = area.job();
        this.useful = useful;
        this.limitNanos = handle.job().limitNanos();
        this.startedNanos = workers.startedNanos();
        this.spawnedNanos = workers.spawnedNanos();
        long chunkLimitNanos = handle.job().chunkLimitNanos();
        this.watch = chunkLimitNanos == Long.MAX_VALUE ? null : new HungWatch(chunkLimitNanos, workers.size());
    }

    /**
     * Posts the job and waits until it is done.
     *
     * @return false if it was given up
     * @throws JobException if it failed
     * @throws InterruptedException if the thread was interrupted
     */
    boolean await() throws InterruptedException {
        postedNanos = System.nanoTime();
        post();
        return awaitRounds();
    }

    /**
     * Waits until a job is done that another coordinator has begun: the first round of this one is what that has left undone.
     *
     * @return false if it was given up
     */
    boolean resume() throws InterruptedException {
        postedNanos = System.nanoTime();
        isWithdrawn = true;
        return !takeUp(recovery()) || awaitRounds();
    }

    /** Tells, afterwards, whether workers may still be at the job, so that they must be killed. */
    boolean isAbandoned() {
        return isWithdrawn ? workers.anyInside() : !control.bell().isCompleted(current);
    }

    /** Makes the report; see {@link ReportMaker#report}. */
    JobReport report(boolean fresh) {
        CrashPoint.JOB_COMPLETED.reach();
        ReportMaker.Times times = new ReportMaker.Times(startedNanos, spawnedNanos, postedNanos);
        JobReport report = new ReportMaker(handle, workers, area, current, times, recovery).report(fresh);
        CrashPoint.JOB_REDUCED.reach();
        return report;
    }

    private boolean awaitRounds() throws InterruptedException {
        while (!awaitRound()) {
            if (!recover()) {
                break;
            }
        }
        tell();
        checkFailures();
        if (isTimedOut) {
            throw new JobException.TimedOut(
                    handle.job().kernel(),
                    limitNanos,
                    elementsDone(),
                    area.job().plan().elements());
        }
        return !handle.isDone();
    }

    private void post() {
        isWithdrawn = false;
        control.board().post(current);
        long first = current.schedule() == Schedule.STATIC ? most() : Math.min(useful, most());
        control.bell().publish(current.number(), workers.rows(), first);
    }

    /** Returns how many workers the round has work for. */
    private long most() {
        return current.schedule() == Schedule.STATIC
                ? workers.size() // whichever the kernel wakes first, those that have a slice must be among them
                : current.claims();
    }

    /** Waits until a round is completed or given up; returns false if what is left of it must be posted again. */
    private boolean awaitRound() throws InterruptedException {
        Bell bell = control.bell();
        if (bell.spinForCompletion(current)) {
            return true;
        }
        bell.wake(workers.rows(), most()); // it takes longer than was thought
        try {
            while (!bell.isCompleted(current) && !isOverdue()) {
                look();
                if (stoppedNanos == 0 && isShort()) {
                    return bell.isCompleted(current);
                }
                sleep(bell);
            }
        } catch (InterruptedException e) {
            stop();
            awaitLeaving(bell);
            throw e;
        }
        bell.sleptForCompletion();
        return true;
    }

    /** Tells whether a round cannot be completed any more, since a worker died or left a chunk undone. */
    private boolean isShort() {
        workers.noteDead();
        if (workers.anyDead()) {
            return true;
        }
        for (int number = 0; watch != null && number < workers.size(); number++) {
            if (workers.row(number).hasGivenUp(current)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the round from the board, and posts what nobody will finish as another.
     *
     * @return false if there is nothing left to do, or the job was given up
     */
    private boolean recover() throws InterruptedException {
        long noticedNanos = System.nanoTime();
        isWithdrawn = true;
        control.board().withdraw(current);
        while (workers.anyInside()) {
            look();
            if (isOverdue()) {
                return false;
            }
            LockSupport.parkNanos(LEAVING_NANOS);
        }
        checkFailures();
        Recovery rest = recovery();
        rest.note(current, noticedNanos);
        return stoppedNanos == 0 && takeUp(rest);
    }

    private boolean takeUp(Recovery rest) throws InterruptedException {
        List<ElementRange> exhausted = rest.giveBack();
        workers.noteDead();
        workers.replaceDead();
        for (ElementRange chunk : exhausted) {
            boolean bisects = handle.job().retryPolicy().bisects() && area.job().savedBytes() == 0;
            rest.giveUp(chunk, bisects ? smallestFailing(chunk) : chunk);
        }
        CurrentJob last = rest.round();
        if (rest.isAllDone()) {
            current = last;
            isWithdrawn = false;
            control.bell().complete(current);
            return false;
        }
        current = last.nextRound(numbers.getAsInt());
        rest.posted(current);
        post();
        rest.givenBack(System.nanoTime());
        return true;
    }

    private Recovery recovery() {
        if (recovery == null) {
            recovery = new Recovery(handle.job(), area, workers);
        }
        return recovery;
    }

    /** Halves a range, which ends a worker, for as long as one of the halves does so too. */
    private ElementRange smallestFailing(ElementRange failing) throws InterruptedException {
        ElementRange smallest = failing;
        while (smallest.end() - smallest.begin() > 1 && stoppedNanos == 0) {
            long middle = smallest.begin() + (smallest.end() - smallest.begin()) / 2;
            ElementRange first = new ElementRange(smallest.begin(), middle);
            ElementRange second = new ElementRange(middle, smallest.end());
            if (fails(first)) {
                smallest = first;
            } else if (fails(second)) {
                smallest = second;
            } else {
                break; // it takes both
            }
        }
        return smallest;
    }

    private boolean fails(ElementRange range) throws InterruptedException {
        current = area.job().probe(numbers.getAsInt(), range.begin(), range.end());
        post();
        boolean isOver = awaitRound();
        isWithdrawn = true;
        if (isOver) {
            return anyFailed();
        }
        control.board().withdraw(current);
        while (workers.anyInside() && !isOverdue()) {
            look();
            LockSupport.parkNanos(LEAVING_NANOS);
        }
        workers.noteDead();
        workers.replaceDead();
        return true;
    }

    /** What is looked at now and then while the job runs. */
    private void look() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        tell();
        isTimedOut |= System.nanoTime() - postedNanos > limitNanos;
        if (handle.isDone() || isTimedOut) {
            stop();
        }
        if (stoppedNanos == 0 && !current.isProbe() && anyFailed()) {
            stoppedNanos = System.nanoTime(); // the worker itself has stopped the job
        }
        if (watch != null) {
            watch.look(workers, current);
        }
        if (!workers.allAttached() && !control.hasItsName()) {
            throw new JobException.ControlSegmentRemoved();
        }
    }

    private void tell() {
        handle.tell(new Progress(
                elementsDone(), area.job().plan().elements(), System.nanoTime() - handle.submittedNanos()));
    }

    private long elementsDone() {
        long before = recovery == null ? 0 : recovery.elementsDone();
        return before + (current.isProbe() ? 0 : workers.elementsDone(current));
    }

    private boolean isOverdue() {
        return stoppedNanos != 0 && System.nanoTime() - stoppedNanos > WorkerPool.graceNanos();
    }

    private void sleep(Bell bell) {
        if (workers.allCanWake()) {
            bell.sleepForCompletion(current, workers::hasNewDead, MAX_SLEEP_NANOS);
        } else if (!workers.hasNewDead()) {
            long elapsed = System.nanoTime() - postedNanos;
            LockSupport.parkNanos(Math.clamp(elapsed / 100, MIN_SLEEP_NANOS, MAX_SLEEP_NANOS));
        }
    }

    private void stop() {
        if (stoppedNanos != 0) {
            return;
        }
        stoppedNanos = System.nanoTime();
        if (control.board().report(control.board().stop(current))) {
            control.bell().complete(current);
        }
    }

    private void awaitLeaving(Bell bell) {
        while (!bell.isCompleted(current) && !isOverdue()) {
            LockSupport.parkNanos(MIN_SLEEP_NANOS);
        }
    }

    private boolean anyFailed() {
        for (WorkerSlot row : workers.rows()) {
            if (row.hasFailed(current)) {
                return true;
            }
        }
        return false;
    }

    private void checkFailures() {
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            if (row.hasFailed(current)) {
                Recovery.requireWholeArrays(handle.job());
                throw new JobException.KernelFailed(
                        handle.job().kernel(), number, workers.process(number).pid(), where(row), row.error());
            }
        }
    }

    private String where(WorkerSlot row) {
        long chunk = row.hasPartIn(current) ? row.currentChunk() : -1;
        if (chunk >= 0) {
            return "in chunk %d (elements %d to %d)"
                    .formatted(
                            chunk,
                            current.plan().chunkBegin(chunk),
                            current.plan().chunkEnd(chunk) - 1);
        }
        return row.hasPartIn(current) ? "between two chunks" : "before it had a chunk";
    }
}
