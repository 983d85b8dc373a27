package io.gatun.cli.demo;

import io.gatun.job.Job;
import io.gatun.job.JobHandle;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.Segments;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Five workers do random work, and publish what they do and how far they are: anybody may look, here and with {@code gatun top}. */
public final class StatusDemo {
    private static final long ELEMENTS = 40_000_000;

    /** The demo. */
    public static void main(String[] arguments) throws Exception {
        Stage.run(StatusDemo.class, arguments, stage -> play(), shared -> {});
    }

    private static void play() throws Exception {
        System.out.println("in another terminal, gatun top shows it too");
        WorkerCommand command = WorkerCommand.ofThisJvm().allowing(RandomWork.class.getName());
        try (WorkerPool pool = WorkerPool.open(command, 5, StatusDemo::printError)) {
            JobHandle job = pool.submit(Job.of(RandomWork.class.getName()).elements(ELEMENTS));
            while (!job.isDone()) {
                look();
                TimeUnit.SECONDS.sleep(1);
            }
            System.out.printf(
                    Locale.ROOT, "all is done, %,d elements%n", job.join().elements());
        }
    }

    private static void printError(String line) {
        System.err.println(line);
    }

    /** Prints what is in shared memory; no worker is asked. */
    private static void look() {
        long self = ProcessHandle.current().pid();
        Segments.list().stream()
                .filter(segment -> segment.kind() == SegmentKind.CONTROL)
                .flatMap(segment -> PoolSnapshot.of(segment.name()).stream())
                .filter(pool -> pool.coordinatorPid() == self)
                .flatMap(pool -> pool.workers().stream())
                .forEach(worker -> System.out.printf(
                        Locale.ROOT,
                        "worker %d, process %d: %s, chunk %d, %,d elements done%n",
                        worker.row(),
                        worker.pid(),
                        worker.state(),
                        worker.chunk(),
                        worker.elementsDone()));
    }

    private StatusDemo() {}
}
