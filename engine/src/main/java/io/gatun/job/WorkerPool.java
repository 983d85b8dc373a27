package io.gatun.job;

import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Worker processes that stay, and the coordinator that runs jobs on them.
 *
 * <p>{@snippet :
 * try (WorkerPool pool = WorkerPool.open(4);
 *      SharedArray y = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, 1_000_000)) {
 *   try {
 *     JobReport report = pool.submit(Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM)).join();
 *     System.out.println(report.result());
 *   } finally {
 *     y.unlink();
 *   }
 * }
 * }
 *
 * <p>Processes are started when the pool is opened, so that they come up while the caller makes its arrays, and serve job after
 * job. Jobs are run one at a time, in the order in which they came, each by all workers. Between jobs the workers sleep in the
 * kernel and take no processor time. A worker keeps a job's arrays mapped for a second after the last job that used them.
 *
 * <p><b>Two ways to run a job.</b> {@link #run(Job)} waits for the report; a platform thread that finds the pool idle then drives
 * the job itself, which saves two switches of threads. {@link #submit} returns at once, and a thread of the pool drives the job.
 *
 * <p><b>Threads:</b> any number of threads, virtual ones included, may use a pool. <b>Ownership:</b> the pool owns its processes
 * and ends them at {@link #close()}. <b>Crash behaviour:</b> a worker that dies is replaced at once, and what it
 * held is done again, with the same result: see {@link RetryPolicy}. When this process dies, however it does, its workers notice by
 * the kernel's lock on the control segment and end at once; the control segment and temporary arrays are then
 * {@linkplain io.gatun.segment.Segments#orphans orphans}, and the job that ran can be {@linkplain ResumedJob taken up} by another
 * process.
 */
public final class WorkerPool implements AutoCloseable {
    /** How the names of control segments start. */
    public static final String CONTROL_PREFIX = "gatun-pool-";

    /** The kernel that every worker has for {@link #create}: it writes a zero to each page of {@code array}. */
    public static final String FIRST_TOUCH = "gatun.first-touch";

    /** The size of a page, or what divides it. */
    public static final int PAGE_BYTES = 4096;

    /**
     * The system property that says how long workers may take to leave a job that was given up, in milliseconds, before they
     * are killed; {@value #GRACE_MILLIS} unless set. Kernels whose blocks take longer may want more. It is read whenever a job
     * is given up.
     */
    public static final String GRACE_PROPERTY = "gatun.worker.grace.millis";

    /** What {@link #GRACE_PROPERTY} is unless it is set. */
    public static final int GRACE_MILLIS = 100;

    private final JobQueue jobs;

    private WorkerPool(JobQueue jobs) {
        this.jobs = jobs;
    }

    /** Opens a pool of workers like this JVM, whose standard error goes to this process's. */
    public static WorkerPool open(int workers) {
        return open(WorkerCommand.ofThisJvm(), workers, System.err::println);
    }

    /**
     * Opens a pool and starts its processes.
     *
     * @param command how each is started
     * @param workers how many
     * @param errorLines takes each line that a worker writes to its standard error, with the worker's number before it; called
     *     by a thread for each worker
     * @throws IllegalArgumentException if {@code workers} is not positive
     * @throws JobException.NotEnoughMemory if the machine has not the memory for so many
     * @throws SegmentException if the control segment cannot be made
     * @throws java.io.UncheckedIOException if a process cannot be started; none is left then
     * @throws UnsupportedOperationException if this is not Linux on x86-64 or aarch64
     */
    public static WorkerPool open(WorkerCommand command, int workers, Consumer<String> errorLines) {
        requirePositive(workers);
        return new WorkerPool(new JobQueue(new Coordinator(command, workers, errorLines)));
    }

    /**
     * Returns how many workers a job can use: as many as were asked for, but no more than it has chunks.
     *
     * @param reduces whether the job reduces partials
     * @throws IllegalArgumentException if {@code elements} or {@code workers} is not positive, or the job would have more chunks
     *     than a job may have
     */
    public static int usefulWorkers(long elements, OptionalLong chunk, boolean reduces, int workers) {
        if (elements <= 0) {
            throw new IllegalArgumentException("elements=" + elements + " is not positive");
        }
        requirePositive(workers);
        return (int) Math.min(
                workers, Coordinator.plan(elements, chunk, reduces, workers, 0).chunks());
    }

    /**
     * Puts a job behind those that are waiting, and returns at once.
     *
     * @throws IllegalArgumentException if the job's number of elements is not known
     * @throws SegmentException.Closed if one of its arrays is closed
     * @throws IllegalStateException if the pool is closed
     */
    public JobHandle submit(Job job) {
        JobHandle handle = new JobHandle(job, progress -> {});
        jobs.add(handle);
        return handle;
    }

    /** Runs a job without looking at its progress; see {@link #run(Job, Consumer)}. */
    public JobReport run(Job job) throws InterruptedException {
        return run(job, progress -> {});
    }

    /**
     * Runs a job, after those that are waiting, and waits for its report.
     *
     * @param progress is told every few milliseconds how far the job is, and once more when all is done, by the thread that
     *     drives the job: the calling one unless that is virtual or other jobs are before this
     * @throws JobException.KernelFailed if the kernel threw an exception
     * @throws JobException.ChunkFailed if some elements ended, or held up, as many workers as the job's {@link RetryPolicy} allows
     * @throws JobException.WorkerDied if a worker ended and what it did cannot be done again, or it cannot even be started
     * @throws JobException.TimedOut if the job took longer than its {@linkplain Job#limit limit}
     * @throws SegmentException.Truncated if somebody shortened an array's file, and the job failed of it
     * @throws JobException.ControlSegmentRemoved if somebody removed the control segment's name too early
     * @throws SegmentException.Closed if one of its arrays is closed
     * @throws SegmentException if there is no room for what the job leaves in shared memory
     * @throws IllegalArgumentException if the job's number of elements is not known
     * @throws IllegalStateException if the pool is closed, or if a thread would wait here for itself: the one that drives a
     *     job, in {@code progress}; or the pool's own, in an action that depends on a {@link JobHandle} while other jobs wait
     * @throws InterruptedException if the calling thread is interrupted; no worker is at the job then
     */
    public JobReport run(Job job, Consumer<Progress> progress) throws InterruptedException {
        return jobs.run(new JobHandle(job, progress));
    }

    /**
     * Creates an array of zeros in the shared memory folder, each of whose pages is touched first by the worker that has its
     * elements in a {@linkplain Schedule#STATIC static} schedule: on a machine whose processors have memory of their own, the
     * kernel puts it there. All workers must have come up for it; they zero the pages side by side.
     *
     * @throws IllegalArgumentException as {@link SharedArray#create(SegmentName, DType, long...)}
     * @throws SegmentException as {@link SharedArray#create(SegmentName, DType, long...)}
     * @throws JobException as {@link #run(Job)}; there is no array then
     * @throws IllegalStateException as {@link #run(Job)}; there is no array then
     * @throws InterruptedException if the calling thread is interrupted; there is no array then
     */
    public SharedArray create(SegmentName name, DType dtype, long... shape) throws InterruptedException {
        try {
            return SharedArray.create(name.path(), dtype, this::touch, shape);
        } catch (CancellationException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private void touch(SharedArray array) {
        long pages = Math.ceilDiv(array.data().byteSize(), PAGE_BYTES);
        try {
            run(Job.of(FIRST_TOUCH).write("array", array).elements(pages).schedule(Schedule.STATIC));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Returns how many workers the pool has. */
    public int workers() {
        return jobs.workers();
    }

    /**
     * Starts further processes, or ends those with the highest numbers, when the job that runs is done; waits for that.
     *
     * @throws IllegalArgumentException if it is not positive, or more than both 128 and twice what the pool was opened with
     * @throws JobException.NotEnoughMemory if the machine has not the memory for so many; the pool is as it was
     * @throws IllegalStateException if the pool is closed, or if the calling thread drives the job that runs and would wait
     *     here for itself: in the action that {@link #run(Job, Consumer)} tells of its progress
     */
    public void resize(int workers) throws InterruptedException {
        requirePositive(workers);
        jobs.resize(workers);
    }

    /**
     * Takes no more jobs, waits for those it has, and ends the processes, the last first; does nothing the second time. If the
     * calling thread is interrupted, the jobs are given up instead, and their handles cancelled.
     *
     * @throws IllegalStateException if a thread would wait here for itself: the one that drives the job that runs, in the
     *     action that {@link #run(Job, Consumer)} tells of its progress; or the pool's own, in an action that depends on a
     *     {@link JobHandle}. The pool stays open then
     */
    @Override
    public void close() {
        jobs.close();
    }

    static long graceNanos() {
        return TimeUnit.MILLISECONDS.toNanos(Long.getLong(GRACE_PROPERTY, GRACE_MILLIS));
    }

    private static void requirePositive(int workers) {
        if (workers <= 0) {
            throw new IllegalArgumentException("workers=" + workers + " is not positive");
        }
    }
}
