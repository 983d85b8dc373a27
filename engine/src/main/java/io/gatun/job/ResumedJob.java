package io.gatun.job;

import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobDescription;
import io.gatun.job.control.JobDescription.ArrayEntry;
import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job whose coordinator died before its result was where it should be, taken over by this process.
 *
 * <p>{@snippet :
 * try (ResumedJob job = ResumedJob.open(SegmentName.of("gatun-pool-1f2e3d"), WorkerCommand.ofThisJvm(), System.err::println)) {
 *   JobReport report = job.run(progress -> {});   // the same bits as if nothing had happened
 *   // see to the arrays: job.array("y")
 *   job.finish();
 * }
 * }
 *
 * <p>Only what is not done is done; elements that a dead worker was changing in place are restored first. Of a pool's jobs the one that
 * ran can be taken up; those that were queued had not begun. The workers load no class because shared memory names it: the kernel must be
 * built in, or {@linkplain WorkerCommand#allowing allowed} by the command.
 *
 * <p><b>Threads:</b> one. <b>Ownership:</b> it has the pool's control segment, which {@link #finish} removes, and the arrays it attached,
 * which stay. <b>Crash behaviour:</b> if this process dies too, or closes it unfinished, the job can be taken up again.
 */
public final class ResumedJob implements AutoCloseable {
    /** How the key of a note starts that says which path an array will have in the end; its name follows. */
    public static final String PATH_NOTE = "path.";

    private final ControlSegment control;
    private final CurrentJob begun;
    private final JobDescription description;
    private final WorkerCommand command;
    private final Consumer<String> errorLines;
    private final Job job;
    private final JobArea area;
    private @Nullable Coordinator coordinator;
    private boolean isFinished;

    private ResumedJob(ControlSegment control, CurrentJob begun, WorkerCommand command, Consumer<String> errorLines) {
        this.control = control;
        this.begun = begun;
        this.command = command;
        this.errorLines = errorLines;
        this.area = control.area(begun);
        this.description = area.description();
        this.job = job(description);
    }

    /**
     * Takes over a pool whose coordinator is dead, and attaches its job's arrays. Workers of the pool that live, since they are stopped,
     * are killed.
     *
     * @param name the pool's control segment
     * @param command how workers are started
     * @param errorLines takes what they write to standard error, as for {@link WorkerPool#open}
     * @throws SegmentException.NotFound if there is no such segment, or an array of the job is gone
     * @throws SegmentException.InUse if its coordinator lives, or another process takes it over
     * @throws SegmentException.Malformed if it is no control segment, or not as it should be
     * @throws JobException.NothingToResume if no job had begun, or the result of the last one is where it should be
     */
    public static ResumedJob open(SegmentName name, WorkerCommand command, Consumer<String> errorLines) {
        ControlSegment control = ControlSegment.takeOver(name.path());
        try {
            CurrentJob begun = control.board().unfinished();
            if (begun == null) {
                throw new JobException.NothingToResume(name.value());
            }
            return new ResumedJob(control, begun, command, errorLines);
        } catch (Throwable e) {
            control.close();
            throw e;
        }
    }

    /**
     * Tells whether a job waits to be taken up: it had begun, and its coordinator is dead. Of what is no control segment, or cannot be
     * looked at, it tells that none does.
     */
    public static boolean isWaiting(SegmentName name) {
        try (ControlSegment control = ControlSegment.attachForReading(name.path())) {
            return !control.hasCoordinator() && control.board().unfinished() != null;
        } catch (SegmentException e) {
            return false;
        }
    }

    /** Returns the job, its arrays attached here. */
    public Job job() {
        return job;
    }

    /** Returns the notes that were {@linkplain Job#note left} with the job. */
    public Map<String, String> notes() {
        return description.notes();
    }

    /** Returns how many workers the job may use at most. */
    public int workers() {
        return begun.workers();
    }

    /**
     * Does what is not done, and returns the report: results as if nothing had happened; of times and workers it tells those of now.
     *
     * @param progress is told of it as in {@link WorkerPool#run(Job, Consumer)}
     * @throws JobException as {@link WorkerPool#run(Job, Consumer)}; also if a chunk was being changed in place and cannot be restored
     * @throws InterruptedException if the calling thread is interrupted; no worker is at the job then
     */
    public JobReport run(Consumer<Progress> progress) throws InterruptedException {
        if (!isAllDone() && !description.isRetryable() && anyClaimed()) {
            throw new JobException.NotRetryable(job.kernel());
        }
        coordinator = new Coordinator(command, control, isAllDone() ? 0 : begun.workers(), errorLines);
        JobReport report = coordinator.resume(new JobHandle(job, progress), area);
        if (report == null) {
            throw new IllegalStateException("nobody but this method knows the handle");
        }
        return report;
    }

    /** Removes the control segment, when all that the job has made is where it should be. */
    public void finish() {
        isFinished = true;
    }

    /** Ends the workers and lets the arrays go; an unfinished job can be taken up again. */
    @Override
    public void close() {
        try {
            if (coordinator == null) {
                if (isFinished) {
                    control.board().finish();
                    control.unlink();
                }
                control.close();
            } else if (isFinished) {
                coordinator.close();
            } else {
                coordinator.leave();
            }
        } finally {
            job.arrays().values().forEach(bound -> bound.array().close());
        }
    }

    private boolean isAllDone() {
        boolean all = true;
        for (long chunk = 0; chunk < begun.plan().chunks() && all; chunk++) {
            all = area.ledger().isDone(chunk) || area.ledger().isLost(chunk);
        }
        return all;
    }

    private boolean anyClaimed() {
        boolean any = false;
        for (long chunk = 0; chunk < begun.plan().chunks() && !any; chunk++) {
            any = area.ledger().isClaimed(chunk);
        }
        return any;
    }

    private Job job(JobDescription described) {
        Job made = Job.of(described.kernel())
                .elements(begun.plan().elements())
                .reduce(described.reductions())
                .schedule(begun.schedule())
                .retry(described.retryPolicy());
        List<SharedArray> attached = new ArrayList<>();
        try {
            for (ArrayEntry entry : described.arrays()) {
                SharedArray array = attach(entry, described.notes());
                attached.add(array);
                made = made.bind(entry.name(), array, entry.binding());
            }
        } catch (Throwable e) {
            attached.forEach(SharedArray::close);
            throw e;
        }
        for (Map.Entry<String, Double> parameter : described.parameters().entrySet()) {
            made = made.parameter(parameter.getKey(), parameter.getValue());
        }
        for (Map.Entry<String, String> note : described.notes().entrySet()) {
            made = made.note(note.getKey(), note.getValue());
        }
        return made.limits(described.limitNanos(), described.chunkLimitNanos());
    }

    /** An array is where it was, or already where it should be in the end. */
    private static SharedArray attach(ArrayEntry entry, Map<String, String> notes) {
        Access access = entry.binding() == Binding.READ ? Access.READ_ONLY : Access.READ_WRITE;
        List<Path> paths = new ArrayList<>(List.of(entry.path()));
        String last = notes.get(PATH_NOTE + entry.name());
        if (last != null) {
            paths.add(Path.of(last));
        }
        for (Path path : paths) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                SharedArray array = SharedArray.attach(path, access);
                if (array.segment().fileId().equals(entry.fileId())) {
                    return array;
                }
                array.close();
            }
        }
        throw new SegmentException.NotFound(entry.path());
    }
}
