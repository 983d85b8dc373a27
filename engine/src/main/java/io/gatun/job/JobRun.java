package io.gatun.job;

import io.gatun.job.control.Bell;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.WorkerSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One job on a pool's workers, from its posting to its report, driven by the thread that calls it.
 *
 * <p>That thread spins for some microseconds, then sleeps until the last worker wakes it, and at least every few milliseconds
 * looks whether a worker died or failed and whether the job was given up. While there are workers that cannot wake it, since
 * they are cold, it sleeps for a hundredth of the time the job has taken so far.
 */
final class JobRun {
    private static final long MIN_SLEEP_NANOS = 500_000;
    private static final long MAX_SLEEP_NANOS = 10_000_000;

    private final JobHandle handle;
    private final Workforce workers;
    private final ControlSegment control;
    private final CurrentJob current;
    private final JobArea area;
    private final long wakeFirst;
    private final long wakeLater;
    private long postedNanos;
    private long stoppedNanos;

    /** Makes it; {@code useful} is how many workers are worth waking, at first. */
    JobRun(JobHandle handle, Workforce workers, ControlSegment control, JobArea area, long useful) {
        this.handle = handle;
        this.workers = workers;
        this.control = control;
        this.area = area;
        this.current = area.job();
        this.wakeLater = current.schedule() == Schedule.STATIC
                ? workers.size() // whichever the kernel wakes first, those that have a slice must be among them
                : current.plan().chunks();
        this.wakeFirst = current.schedule() == Schedule.STATIC ? wakeLater : Math.min(useful, wakeLater);
    }

    /**
     * Posts the job and waits until it is done.
     *
     * @return false if it was given up
     * @throws JobException if it failed
     * @throws InterruptedException if the thread was interrupted
     */
    boolean await() throws InterruptedException {
        Bell bell = control.bell();
        postedNanos = System.nanoTime();
        control.board().post(current);
        bell.publish(current.number(), workers.rows(), wakeFirst);
        if (!bell.spinForCompletion(current)) {
            bell.wake(workers.rows(), wakeLater); // it takes longer than was thought
            try {
                while (!bell.isCompleted(current) && !isOverdue()) {
                    look();
                    sleep(bell);
                }
            } catch (InterruptedException e) {
                stop();
                awaitLeaving(bell);
                throw e;
            }
            bell.sleptForCompletion();
        }
        tell();
        checkFailures();
        return !handle.isDone();
    }

    /** Tells, afterwards, whether workers may still be at the job, so that they must be killed. */
    boolean isAbandoned() {
        return !control.bell().isCompleted(current);
    }

    private List<Double> reduce() {
        int width = current.partialWidth();
        if (width == 0) {
            return List.of();
        }
        Double[] results = new Double[width];
        for (int position = 0; position < width; position++) {
            Reduction.Accumulator accumulator =
                    new Reduction.Accumulator(handle.job().reductions().get(position));
            for (long block = 0; block < current.plan().blocks(); block++) {
                accumulator.add(area.partial(block, position));
            }
            results[position] = accumulator.result();
        }
        return List.of(results);
    }

    /**
     * Makes the report; times are the workers' own, since when this process noticed depends on when it looked.
     *
     * @param fresh whether the workers were started for this job
     */
    JobReport report(boolean fresh) {
        List<Double> results = reduce();
        long nowNanos = System.nanoTime();
        long firstBegan = nowNanos;
        long lastDone = postedNanos;
        List<JobReport.WorkerReport> perWorker = new ArrayList<>(workers.size());
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            long pid = workers.process(number).pid();
            if (row.hasPartIn(current)) {
                firstBegan = Math.min(firstBegan, row.beganNanos());
                lastDone = Math.max(lastDone, row.lastDoneNanos());
                perWorker.add(new JobReport.WorkerReport(
                        number,
                        pid,
                        row.elementsDone(),
                        row.vectorElements(),
                        row.chunksDone(),
                        row.lastDoneNanos() - row.beganNanos()));
            } else {
                perWorker.add(new JobReport.WorkerReport(number, pid, 0, 0, 0, 0));
            }
        }
        long startNanos = fresh ? workers.spawnedNanos() : postedNanos;
        JobReport.Phases phases = new JobReport.Phases(
                fresh ? 0 : postedNanos - handle.submittedNanos(),
                fresh ? workers.spawnedNanos() - workers.startedNanos() : 0,
                firstBegan - startNanos,
                lastDone - firstBegan,
                nowNanos - lastDone);
        return new JobReport(
                handle.job().kernel(),
                current.plan().elements(),
                current.plan().chunks(),
                current.plan().chunkElements(),
                current.schedule(),
                results,
                phases,
                perWorker);
    }

    /** What is looked at now and then while the job runs. */
    private void look() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        tell();
        if (handle.isDone()) {
            stop();
        }
        checkDeaths();
        for (int number = 0; number < workers.size() && stoppedNanos == 0; number++) {
            if (workers.row(number).hasFailed(current)) {
                stoppedNanos = System.nanoTime(); // the worker itself has stopped the job
            }
        }
        if (!workers.allAttached() && !control.hasItsName()) {
            throw new JobException.ControlSegmentRemoved();
        }
    }

    private void tell() {
        handle.tell(new Progress(
                workers.elementsDone(current), current.plan().elements(), System.nanoTime() - handle.submittedNanos()));
    }

    private boolean isOverdue() {
        return stoppedNanos != 0 && System.nanoTime() - stoppedNanos > WorkerPool.graceNanos();
    }

    private void sleep(Bell bell) {
        if (workers.allCanWake()) {
            bell.sleepForCompletion(current, MAX_SLEEP_NANOS);
        } else {
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

    private void checkFailures() {
        for (int number = 0; number < workers.size(); number++) {
            WorkerSlot row = workers.row(number);
            if (row.hasFailed(current)) {
                throw new JobException.KernelFailed(
                        handle.job().kernel(), number, workers.process(number).pid(), where(row), row.error());
            }
        }
    }

    private void checkDeaths() throws InterruptedException {
        for (int number = 0; number < workers.size(); number++) {
            WorkerProcess process = workers.process(number);
            if (!process.isAlive()) {
                throw new JobException.WorkerDied(
                        number, process.pid(), process.exitCode(), where(workers.row(number)), process.lastLines());
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
