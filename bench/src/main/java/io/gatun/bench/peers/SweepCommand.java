package io.gatun.bench.peers;

import io.gatun.cli.ExitCode;
import io.gatun.cli.Interrupts;
import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.Reduction;
import io.gatun.job.Schedule;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun bench sweep}: how the time of a warm job grows with its elements and its workers. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Times sin2cos2 on warm workers, for each number of elements and of workers, by turns.",
            "A cell has the median time of a job, from its submission to its report, and below it the time of an element."
        },
        footer = {"", "A job of a thousand million elements takes 8 GB of shared memory.", "Example: gatun bench sweep"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SweepCommand implements Callable<Integer> {
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long COMPILE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long COMPILED_WITH = 1_000_000;

    @Option(
            names = "--size",
            split = ",",
            paramLabel = "N",
            defaultValue = "10000,100000,1000000,10000000,100000000,1000000000",
            description = "Elements; by default the powers of ten from 10000 to 1000000000.")
    private List<Long> sizes;

    @Option(
            names = "--workers",
            split = ",",
            paramLabel = "W",
            defaultValue = "1,2,4,8,16",
            description = "Workers; by default 1,2,4,8,16.")
    private List<Integer> workers;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "Turns of each; 7 by default.")
    private int rounds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1
                || sizes.stream().anyMatch(n -> n < 1)
                || workers.stream().anyMatch(n -> n < 1)) {
            throw new ParameterException(spec.commandLine(), "--rounds, --size and --workers must be at least 1");
        }
        List<WorkerPool> pools = new ArrayList<>();
        try (Interrupts interrupts = Interrupts.ofThisThread()) {
            try {
                for (int count : workers) {
                    pools.add(WorkerPool.open(count));
                    compile(pools.getLast()); // one after the other: compilers would get into each other's way
                }
                measure(pools);
                return ExitCode.OK;
            } catch (RuntimeException e) {
                interrupts.throwIfBehind(e);
                throw e;
            } finally {
                pools.forEach(WorkerPool::close);
            }
        }
    }

    /** Runs jobs until no worker computes with scalar code any more, or until that takes too long. */
    private static void compile(WorkerPool pool) throws InterruptedException {
        try (SharedArray y = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, COMPILED_WITH)) {
            try {
                Job job = Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM).schedule(Schedule.STATIC);
                long begin = System.nanoTime();
                boolean scalar = true;
                while (scalar && System.nanoTime() - begin < COMPILE_LIMIT_NANOS) {
                    scalar = pool.run(job).perWorker().stream().anyMatch(w -> w.vectorElements() < w.elements());
                }
            } finally {
                y.unlink();
            }
        }
    }

    private void measure(List<WorkerPool> pools) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-16s", "elements");
        workers.forEach(count -> out.printf(" %14s", count + (count == 1 ? " worker" : " workers")));
        out.println();
        for (long size : sizes) {
            try (SharedArray y = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, size)) {
                try {
                    row(out, size, times(pools, Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM)));
                } finally {
                    y.unlink();
                }
            }
        }
    }

    private double[][] times(List<WorkerPool> pools, Job job) throws InterruptedException {
        for (WorkerPool pool : pools) {
            long begin = System.nanoTime();
            do {
                pool.run(job);
            } while (System.nanoTime() - begin < WARM_UP_NANOS);
        }
        double[][] nanos = new double[pools.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int pool = 0; pool < pools.size(); pool++) {
                nanos[pool][round] = time(pools.get(pool), job);
            }
        }
        return nanos;
    }

    /** The second of two runs: in the first the workers, asleep during the others' turns, wake up. */
    private static double time(WorkerPool pool, Job job) throws InterruptedException {
        pool.run(job);
        long begin = System.nanoTime();
        JobReport report = pool.run(job);
        long nanos = System.nanoTime() - begin;
        if (Math.abs(report.result() - report.elements()) > report.elements() * 1e-9) {
            throw new IllegalStateException("the sum of " + report.elements() + " ones is " + report.result());
        }
        return nanos;
    }

    private static void row(PrintWriter out, long size, double[][] nanos) {
        out.printf("%,-16d", size);
        for (double[] pool : nanos) {
            out.printf(" %14s", PeersTable.time(Statistics.median(pool)));
        }
        out.printf("%n%-16s", "");
        for (double[] pool : nanos) {
            out.printf(" %14s", PeersTable.time(Statistics.median(pool) / size));
        }
        out.println();
        out.flush();
    }
}
