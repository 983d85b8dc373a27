package io.gatun.bench.peers;

import io.gatun.cli.ExitCode;
import io.gatun.cli.Interrupts;
import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.Reduction;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun bench idle}: what warm workers take while they have nothing to do. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = {
            "Warms a pool up with sin2cos2, lets it be idle, and prints what its workers take meanwhile: processor time, by the",
            "kernel's clock of 10 ms, and memory that they share with nobody."
        },
        footer = {"", "Example: gatun bench idle --seconds 30"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class IdleCommand implements Callable<Integer> {
    private static final int WARM_UP_JOBS = 200;
    private static final long SETTLE_MILLIS = 3_000;
    private static final int MILLIS_PER_TICK = 10;
    private static final int USER_TICKS = 13; // proc(5): utime is field 14 of stat, stime 15
    private static final int SYSTEM_TICKS = 14;

    @Option(names = "--workers", paramLabel = "W", defaultValue = "2", description = "Workers; 2 by default.")
    private int workers;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "For how long the pool is watched; 10 by default.")
    private int seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (workers < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--workers and --seconds must be at least 1");
        }
        try (Interrupts interrupts = Interrupts.ofThisThread();
                WorkerPool pool = WorkerPool.open(workers)) {
            try {
                List<Long> pids = warmUp(pool);
                Thread.sleep(SETTLE_MILLIS);
                List<Long> before = pids.stream().map(IdleCommand::ticks).toList();
                Thread.sleep(1000L * seconds);
                print(pids, before);
                return ExitCode.OK;
            } catch (RuntimeException e) {
                interrupts.throwIfBehind(e);
                throw e;
            }
        }
    }

    private List<Long> warmUp(WorkerPool pool) throws InterruptedException {
        try (SharedArray y = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, 1_000_000)) {
            try {
                Job job = Job.of("sin2cos2").write("y", y).reduce(Reduction.SUM);
                JobReport report = pool.run(job);
                for (int i = 1; i < WARM_UP_JOBS; i++) {
                    report = pool.run(job);
                }
                return report.perWorker().stream().map(WorkerReport::pid).toList();
            } finally {
                y.unlink();
            }
        }
    }

    private void print(List<Long> pids, List<Long> ticksBefore) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-8s %10s %28s %18s%n", "worker", "pid", "processor time in " + seconds + " s", "private memory");
        for (int worker = 0; worker < pids.size(); worker++) {
            long pid = pids.get(worker);
            long millis = (ticks(pid) - ticksBefore.get(worker)) * MILLIS_PER_TICK;
            out.printf("%-8d %10d %25d ms %15.1f MB%n", worker, pid, millis, privateKilobytes(pid) * 1024 / 1e6);
        }
        out.flush();
    }

    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from field 3 on
        return Long.parseLong(fields[USER_TICKS - 2]) + Long.parseLong(fields[SYSTEM_TICKS - 2]);
    }

    private static double privateKilobytes(long pid) {
        return read(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Private_Clean:") || line.startsWith("Private_Dirty:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
