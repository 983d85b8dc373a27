package io.gatun.job;

import io.gatun.job.control.Bell;
import io.gatun.job.control.ChunkPlan;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobBoard;
import io.gatun.posix.Platform;
import io.gatun.segment.SegmentName;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool's processes and its control segment, and what it takes to run one job on them.
 *
 * <p><b>Threads:</b> one at a time; {@link JobQueue} sees to that.
 */
final class Coordinator implements AutoCloseable {
    private static final int MIN_CAPACITY = 128;

    /** What the workers have to compute together before it says anything about the size of a good chunk. */
    private static final long TELLING_NANOS = 50_000;

    /** A job that comes so soon after the processes were started counts their start as its own. */
    private static final long STARTED_FOR_IT_NANOS = 1_000_000_000;

    /** What it takes to wake a sleeping worker, roughly: for less work than that it may sleep on. */
    private static final double WAKE_NANOS = 10_000;

    private final Workforce workforce;
    private final ControlSegment control;
    private final PostedDescription description = new PostedDescription();
    private final Map<String, Speed> speeds = new HashMap<>();
    private volatile @Nullable Thread driver;
    private int workers;
    private int lastNumber;
    private boolean fresh = true;

    Coordinator(WorkerCommand command, int workers, Consumer<String> errorLines) {
        Platform.current(); // elsewhere no process is started for nothing
        SegmentName name = SegmentName.random(WorkerPool.CONTROL_PREFIX);
        this.workers = workers;
        this.workforce = new Workforce(command, name.path(), errorLines);
        workforce.resize(workers); // first, so that the processes come up while the segment is made
        try {
            this.control = ControlSegment.create(name.path(), Math.max(MIN_CAPACITY, 2 * workers));
        } catch (Throwable e) {
            workforce.kill(0);
            throw e;
        }
        workforce.bind(control);
        workforce.onDeath(this::wake);
    }

    /** Takes a pool over, for the job that its dead coordinator left; with no worker where nothing is left to compute. */
    Coordinator(WorkerCommand command, ControlSegment control, int workers, Consumer<String> errorLines) {
        this.workers = workers;
        this.control = control;
        this.lastNumber = control.lastNumber();
        this.workforce = new Workforce(command, control.path(), errorLines);
        workforce.resize(workers);
        workforce.bind(control);
        workforce.onDeath(this::wake);
    }

    /** Wakes the thread that drives a job, for a worker has died; by any thread. */
    private void wake() {
        Thread driving = driver;
        if (driving != null) {
            control.bell().wakeCoordinator();
            LockSupport.unpark(driving);
        }
    }

    int workers() {
        return workers;
    }

    void resize(int wanted) {
        if (wanted > control.capacity()) {
            throw new IllegalArgumentException(
                    "workers=" + wanted + ": this pool was opened for at most " + control.capacity());
        }
        workforce.resize(wanted);
        workforce.bind(control);
        workers = wanted;
    }

    /**
     * Runs a job.
     *
     * @return null if it was given up
     */
    @Nullable
    JobReport run(JobHandle handle) throws InterruptedException {
        if (handle.isDone()) {
            return null;
        }
        bringUp();
        Speed speed = speeds.computeIfAbsent(handle.job().kernel(), kernel -> new Speed());
        JobArea area = prepare(handle.job(), speed);
        boolean startedForIt = fresh && handle.submittedNanos() - workforce.spawnedNanos() < STARTED_FOR_IT_NANOS;
        JobRun run = new JobRun(handle, workforce, control, this::nextNumber, area, speed.usefulWorkers(area.job()));
        @Nullable JobReport report = null;
        try {
            if (drive(run, false)) {
                report = run.report(startedForIt);
                speed.learn(report);
            }
            return report;
        } finally {
            if (report == null) {
                control.board().finish(); // nobody should take up what is given up here
            }
        }
    }

    /**
     * Finishes the job that another coordinator left in an area. It can be taken up again until {@link #close}.
     *
     * @return null if it was given up
     */
    @Nullable
    JobReport resume(JobHandle handle, JobArea area) throws InterruptedException {
        JobRun run = new JobRun(handle, workforce, control, this::nextNumber, area, workers);
        return drive(run, true) ? run.report(workers > 0) : null;
    }

    private boolean drive(JobRun run, boolean resumes) throws InterruptedException {
        driver = Thread.currentThread();
        try {
            return resumes ? run.resume() : run.await();
        } finally {
            driver = null;
            fresh = false;
            // However it ended: a process that is started later would take its old number's slice again.
            control.board().clear();
            if (run.isAbandoned()) {
                workforce.kill(0);
            }
        }
    }

    /** Ends the processes; where they are given time for it, by themselves. */
    @Override
    public void close() {
        control.board().finish();
        try {
            if (WorkerCommand.exitSeconds() > 0) {
                control.bell().publish(Bell.CLOSING, workforce.rows(), workforce.size());
                workforce.awaitLeaving();
            }
        } finally {
            workforce.kill(0);
            try {
                control.unlink();
            } finally {
                control.close();
            }
        }
    }

    /** Ends the processes, and leaves the job for whoever takes it up. */
    void leave() {
        try {
            workforce.kill(0);
        } finally {
            control.close();
        }
    }

    /** Sees to it that all workers are there: after a job that ended badly none is, and others may have ended since. */
    private void bringUp() {
        if (workforce.size() < workers) {
            workforce.resize(workers);
            workforce.bind(control);
            fresh = true;
        }
        workforce.noteDead();
        fresh |= workforce.replaceDead();
    }

    private JobArea prepare(Job job, Speed speed) {
        boolean bySpeed = speed.isTelling && job.schedule() != Schedule.STATIC; // whose slices stay where they are
        ChunkPlan plan = plan(
                job.elements(),
                job.requestedChunk(),
                !job.reductions().isEmpty(),
                workers,
                bySpeed ? speed.nanosPerElement : 0);
        description.describe(job);
        CurrentJob current = new CurrentJob(
                nextNumber(),
                plan,
                job.schedule(),
                workers,
                job.reductions().size(),
                description.number(),
                description.bytes().length,
                description.savedBytes());
        return control.prepareArea(current, description.bytes());
    }

    /**
     * Cuts a job, as {@link ChunkPlan#of} does.
     *
     * @throws IllegalArgumentException if that makes more chunks than a job may have
     */
    static ChunkPlan plan(
            long elements, OptionalLong requestedChunk, boolean reduces, int workers, double nanosPerElement) {
        ChunkPlan plan = ChunkPlan.of(elements, requestedChunk, reduces, workers, nanosPerElement);
        if (plan.chunks() > JobBoard.MAX_CHUNKS) {
            throw new IllegalArgumentException(
                    "%,d elements in chunks of %,d are more chunks than the %,d a job may have"
                            .formatted(plan.elements(), plan.chunkElements(), JobBoard.MAX_CHUNKS));
        }
        return plan;
    }

    private int nextNumber() {
        lastNumber = lastNumber == Integer.MAX_VALUE ? 1 : lastNumber + 1;
        return lastNumber;
    }

    /** How fast a kernel was when it last ran on this pool. */
    private static final class Speed {
        private double nanosPerElement = Double.POSITIVE_INFINITY;
        private boolean isTelling;

        void learn(JobReport report) {
            long nanos = 0;
            for (JobReport.WorkerReport worker : report.perWorker()) {
                nanos += worker.computeNanos();
            }
            nanosPerElement = (double) nanos / report.elements();
            isTelling = nanos >= TELLING_NANOS;
        }

        long usefulWorkers(CurrentJob job) {
            return 1
                    + (long) Math.min(
                            Integer.MAX_VALUE, nanosPerElement * job.plan().elements() / WAKE_NANOS);
        }
    }
}
