package io.gatun.workers;

import io.gatun.job.Kernel;
import io.gatun.job.control.ControlSegment;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of the job a worker is at, made from that of the job before as far as they are alike: a job that is submitted
 * again and again finds its arrays attached and its kernel there.
 */
final class JobContexts {
    private final JobContext.Seat seat;
    private final ControlSegment control;
    private final List<String> allowedKernels;
    private final AttachedArrays attached = new AttachedArrays();
    private @Nullable JobContext last;

    JobContexts(ControlSegment control, int worker, List<String> allowedKernels) {
        this.seat = new JobContext.Seat(worker, control.slot(worker), control.board());
        this.control = control;
        this.allowedKernels = allowedKernels;
    }

    /** Returns a job's context; takes time if its arrays have to be attached. */
    JobContext of(CurrentJob job) {
        JobArea area = control.area(job);
        JobContext context = last;
        if (context == null || context.job().description() != job.description()) {
            JobDescription description = area.description();
            last = null; // should this fail
            JobArrays arrays = attached.of(description);
            Kernel kernel = Kernels.named(description.kernel(), allowedKernels);
            context = new JobContext(seat, area, arrays, kernel);
        } else {
            context = context.with(area);
        }
        last = context;
        return context;
    }

    /** Notes that the last job has used its arrays until now. */
    void used() {
        if (last != null) {
            attached.used(last.arrays());
        }
    }

    /** Tells the last job's kernel that there is nothing to do. */
    void idle() {
        if (last != null) {
            last.idle();
        }
    }

    /** Tells whether no array is attached. */
    boolean isEmpty() {
        return attached.isEmpty();
    }

    /** Detaches the arrays that no job has used for some time. */
    void releaseUnused(long nanos) {
        if (attached.releaseUnused(nanos)) {
            last = null;
        }
    }
}
