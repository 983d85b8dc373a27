package io.gatun.job;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A job that was submitted to a pool: its report, when it is done, and how far it is until then.
 *
 * <p>It completes with the {@link JobReport}, or with a {@link JobException}, a {@link io.gatun.segment.SegmentException} or an
 * {@link IllegalArgumentException} as {@link WorkerPool#run(Job)} throws it.
 *
 * <p><b>Giving it up.</b> A handle that is completed from outside gives the job up: by {@link #cancel}, or by
 * {@link #orTimeout}, which sets a deadline. One that is queued will not be run. Of one that runs, no further chunk is begun;
 * the handle is complete at once, the pool turns to its next job when all workers have left this one, and a worker that has
 * not within {@value WorkerPool#GRACE_MILLIS} ms, or what {@link WorkerPool#GRACE_PROPERTY} says, is killed.
 *
 * <p><b>Threads:</b> safe. Actions that depend on it without an executor of their own may run on the thread that serves the
 * pool's jobs: they should be short and must not wait for another job of the same pool.
 */
public final class JobHandle extends CompletableFuture<JobReport> {
    private final Job job;
    private final Consumer<Progress> listener;
    private final long submittedNanos = System.nanoTime();
    private volatile Progress lastProgress;

    JobHandle(Job job, Consumer<Progress> listener) {
        job.requireOpenArrays();
        this.job = job;
        this.listener = listener;
        this.lastProgress = new Progress(0, job.elements(), 0);
    }

    /** Returns the job. */
    public Job job() {
        return job;
    }

    /** Returns how far the job is, some milliseconds ago; no element is done while it is queued. */
    public Progress progress() {
        return lastProgress;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    void tell(Progress progress) {
        lastProgress = progress;
        listener.accept(progress);
    }

    /** Stages that depend on it are plain ones: giving one of them up does not give up the job. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
