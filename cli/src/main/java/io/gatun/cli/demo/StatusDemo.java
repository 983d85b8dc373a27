package io.gatun.cli.demo;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.job.control.PoolSnapshot.WorkerState;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.Segments;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Five workers do random work, and publish what they do and how far they are: anybody may look, here and with {@code gatun top}. */
public final class StatusDemo {
    private static final int WORKERS = 5;
    private static final long BLOCKS = 10_000;
    private static final long BLOCK_ELEMENTS = 4096;

    /** The demo. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(StatusDemo.class, arguments, stage -> play(), shared -> {});
    }

    private static void play() throws Exception {
        System.out.println("in another terminal, gatun top shows it too");
        WorkerCommand command = WorkerCommand.ofThisJvm().allowing(RandomWork.class.getName());
        try (WorkerPool pool = WorkerPool.open(command, WORKERS, StatusDemo::printError)) {
            Job work = Job.of(RandomWork.class.getName()).elements(BLOCKS * BLOCK_ELEMENTS);
            JobHandle job = pool.submit(work);
            while (!isDoneWithin(job, 1)) {
                look().ifPresent(StatusDemo::print);
            }
            System.out.printf(
                    Locale.ROOT, "all is done, %,d elements%n", job.join().elements());
        }
    }

    private static void printError(String line) {
        System.err.println(line);
    }

    private static boolean isDoneWithin(JobHandle job, long seconds) throws Exception {
        try {
            job.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    // @start region=look
    private static Optional<PoolSnapshot> look() {
        long self = ProcessHandle.current().pid();
        return Segments.list().stream()
                .filter(segment -> segment.kind() == SegmentKind.CONTROL)
                .map(SegmentInfo::name)
                .map(PoolSnapshot::of) // by what is in shared memory: no worker is asked
                .filter(pool -> pool.coordinatorPid() == self)
                .findFirst();
    }
    // @end

    private static void print(PoolSnapshot pool) {
        pool.job()
                .ifPresent(job ->
                        System.out.printf(Locale.ROOT, "%3d %% done%n", 100 * job.elementsDone() / job.elements()));
        for (WorkerState worker : pool.workers()) {
            System.out.printf(
                    Locale.ROOT,
                    "  worker %d, process %d: %s, %,d chunks done%n",
                    worker.row(),
                    worker.pid(),
                    worker.chunk() < 0 ? "between two chunks" : "in chunk " + worker.chunk(),
                    worker.chunksDone());
        }
    }

    private StatusDemo() {}
}
