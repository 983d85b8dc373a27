package io.gatun.workers;

import io.gatun.job.control.Affinity;
import io.gatun.job.control.ControlSegment;
import io.gatun.segment.SegmentException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a worker process.
 *
 * <p>Arguments: the path of the control segment, the worker's number, the coordinator's pid, whether it stays on one
 * processor, and the names of the classes it may load as kernels. It may be started before the control segment exists, and
 * waits for it. What it prints goes to standard error, also what a kernel prints to standard output.
 */
public final class WorkerMain {
    private static final long FIRST_LOOK_NANOS = 200_000;
    private static final long LAST_LOOK_NANOS = 10_000_000;

    private WorkerMain() {}

    /** Runs the worker; the process ends with 0 when the pool is closed. */
    public static void main(String[] arguments) {
        System.setOut(System.err);
        Path path = Path.of(arguments[0]);
        int worker = Integer.parseInt(arguments[1]);
        long coordinator = Long.parseLong(arguments[2]);
        boolean isPinned = Boolean.parseBoolean(arguments[3]);
        List<String> allowedKernels = List.of(arguments).subList(4, arguments.length);
        Optional<ControlSegment> control = awaitControl(path, coordinator);
        if (control.isPresent()) {
            CoordinatorWatch.start(path);
            JobLoop jobs = new JobLoop(control.get(), worker, new JobContexts(control.get(), worker, allowedKernels));
            if (isPinned) {
                Affinity.pinThisThread(worker); // last: a pinned thread is told that there is one processor
            }
            jobs.run(coordinator);
            System.exit(0);
        }
    }

    /** Waits for the segment to get its name; gives up when the coordinator has died before that. */
    private static Optional<ControlSegment> awaitControl(Path path, long coordinator) {
        for (long nanos = FIRST_LOOK_NANOS; ; nanos = Math.min(LAST_LOOK_NANOS, nanos + nanos / 4)) {
            try {
                return Optional.of(ControlSegment.attach(path));
            } catch (SegmentException.NotFound e) {
                if (!isChildOf(coordinator)) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(nanos);
            }
        }
    }

    /** The kernel gives an orphaned process another parent at once, so that a reused pid cannot deceive this. */
    private static boolean isChildOf(long pid) {
        return ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == pid)
                .isPresent();
    }
}
