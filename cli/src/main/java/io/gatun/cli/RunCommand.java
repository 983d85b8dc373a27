package io.gatun.cli;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobReport;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.segment.Trust;
import io.gatun.workers.Kernels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gatun run}: runs one job in worker processes and verifies its result. */
final class RunCommand implements Callable<Integer> {
    private static final long DEFAULT_SIZE = 1_000_000;

    /**
     * The most elements for each processor that count as a short job: the cheapest kernels take milliseconds for so many and the
     * dearest, sin2cos2, some 0.3 s; vector code takes about as long to be compiled.
     */
    private static final long SHORT_ELEMENTS = 1 << 24;

    private final CommandSpec spec;

    private RunCommand() {
        spec = CommandSpec.wrapWithoutInspection(this);
    }

    /** Returns the subcommand. */
    static CommandSpec commandSpec() {
        CommandSpec command = new RunCommand().spec;
        RunOptions.describe(command);
        command.usageMessage()
                .description("Runs a kernel over arrays in worker processes.")
                .footer(
                        "",
                        "Exit codes: 0 done and, where the result is known, verified; 1 the job failed;",
                        "2 nothing was begun. Ctrl-C ends the workers and removes what is not finished.",
                        "Further flags for the workers' JVMs: GATUN_WORKER_FLAGS, for instance -Xmx1g.",
                        "Example: gatun run sin2cos2 --in x=angles.npy --out y=result.npy");
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunOptions options = RunOptions.of(spec.commandLine().getParseResult());
        Kernel kernel = KernelFinder.find(options.kernel(), options.classPath());
        KernelSpec wanted = KernelFinder.specOf(options.kernel(), kernel);
        checkParameters(options, wanted);
        try (Interrupts interrupts = Interrupts.ofThisThread()) {
            return run(options, wanted, interrupts);
        }
    }

    private static void checkParameters(RunOptions options, KernelSpec wanted) {
        for (String parameter : wanted.parameters()) {
            if (!options.parameters().containsKey(parameter)) {
                throw new UsageException(
                        "the kernel needs the parameter " + parameter + ": --param " + parameter + "=V");
            }
        }
        for (String parameter : options.parameters().keySet()) {
            if (!wanted.parameters().contains(parameter) && !wanted.equals(KernelSpec.UNSPECIFIED)) {
                throw new UsageException("the kernel has no parameter " + parameter);
            }
        }
    }

    private int run(RunOptions options, KernelSpec wanted, Interrupts interrupts) throws InterruptedException {
        try {
            return runInterruptibly(options, wanted, interrupts);
        } catch (InterruptedException e) {
            printError(spec.qualifiedName() + ": interrupted; nothing is left behind"); // the process ends with close()
            throw e;
        }
    }

    private int runInterruptibly(RunOptions options, KernelSpec wanted, Interrupts interrupts)
            throws InterruptedException {
        try (RunArrays arrays = new RunArrays()) {
            arrays.openInputs(options.in(), wanted, options.foreign() ? Trust.ANY_USER : Trust.THIS_USER);
            long[] shape = arrays.shape(
                    options.size().orElse(DEFAULT_SIZE), options.size().isPresent());
            OutputCheck.check(options.out(), wanted, arrays.inputs(), options.force());
            int useful = usefulWorkers(options, wanted, shape);
            arrays.requireWithinLimits(useful, options.out(), wanted, shape);
            long openedNanos = System.nanoTime();
            try (WorkerPool pool = open(workerCommand(options, shape, useful), useful)) {
                arrays.makeOutputs(options.out(), wanted, shape); // while the workers come up
                Map<String, Path> wantedPaths = keptPaths(options, arrays);
                Job job = RunNotes.leave(job(options, arrays, wanted, shape), wantedPaths, options.force());
                JobReport report;
                long doneNanos;
                Optional<Verification> verification;
                try {
                    report = runShowingProgress(pool, job, options.asJson());
                    doneNanos = System.nanoTime();
                    verification = Verification.of(report, arrays.inputs(), arrays.outputs());
                } catch (JobException | InternalError e) { // reading what was truncated is an InternalError
                    arrays.requireWhole();
                    throw e;
                }
                arrays.requireWhole();
                boolean failed = verification.isPresent() && !verification.get().holds();
                Map<String, Path> kept = failed ? Map.of() : publish(wantedPaths, options, arrays);
                CommandPhases phases = CommandPhases.of(openedNanos, doneNanos, System.nanoTime());
                RunReport printed = new RunReport(report, phases, options.workers(), verification, kept);
                printed.print(spec.commandLine().getOut(), options.asJson());
                if (failed) {
                    printError(spec.qualifiedName() + ": the result is " + report.result()
                            + " and not verified, no output is kept: see the report");
                }
                if (!report.missing().isEmpty()) {
                    printError(spec.qualifiedName() + ": " + RunReport.missing(report)
                            + ": their workers ended in each attempt");
                }
                return failed || !report.missing().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
            } catch (RuntimeException e) {
                interrupts.throwIfBehind(e);
                throw e;
            }
        }
    }

    /** No process is left, and nothing was begun, if one cannot be started, or a thread for it. */
    private static WorkerPool open(WorkerCommand command, int workers) {
        try {
            return WorkerPool.open(command, workers, RunCommand::printError);
        } catch (OutOfMemoryError e) {
            throw new UsageException("cannot start " + workers + " workers: " + e.getMessage());
        }
    }

    private static JobReport runShowingProgress(WorkerPool pool, Job job, boolean asJson) throws InterruptedException {
        try (ProgressDisplay display = new ProgressDisplay(job.kernel(), asJson)) {
            return pool.run(job, display);
        }
    }

    private static int usefulWorkers(RunOptions options, KernelSpec wanted, long[] shape) {
        try {
            SharedArray.fileSize(DType.FLOAT64, shape); // the largest elements there are
        } catch (IllegalArgumentException e) {
            throw new UsageException("--size is beyond what any machine can hold: " + e.getMessage());
        }
        boolean reduces = !wanted.reductions().isEmpty();
        try {
            return WorkerPool.usefulWorkers(elements(shape), options.chunk(), reduces, options.workers());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ": use a larger --chunk");
        }
    }

    private static long elements(long[] shape) {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    /** Tells whether a built-in kernel is done with so many elements before vector code would be any help. */
    private static boolean isShort(long elements, int workers) {
        int atOnce = Math.min(workers, Runtime.getRuntime().availableProcessors());
        return elements / atOnce <= SHORT_ELEMENTS;
    }

    private static WorkerCommand workerCommand(RunOptions options, long[] shape, int workers) {
        boolean isBuiltIn = Kernels.builtIn().containsKey(options.kernel());
        WorkerCommand plain = isBuiltIn && isShort(elements(shape), workers)
                ? WorkerCommand.forShortJobs()
                : WorkerCommand.ofThisJvm();
        WorkerCommand command = options.pin() ? plain.pinned() : plain;
        if (isBuiltIn) {
            return command;
        }
        return options.classPath().map(command::withClassPath).orElse(command).allowing(options.kernel());
    }

    private static Job job(RunOptions options, RunArrays arrays, KernelSpec wanted, long[] shape) {
        Job job = arrays.bind(Job.of(options.kernel()), wanted)
                .reduce(wanted.reductions())
                .schedule(options.schedule())
                .retry(options.retry());
        if (options.limit().isPresent()) {
            job = job.limit(options.limit().get());
        }
        if (options.chunkLimit().isPresent()) {
            job = job.chunkLimit(options.chunkLimit().get());
        }
        if (job.arrays().isEmpty()) {
            job = job.elements(shape[0]);
        }
        for (Map.Entry<String, Double> parameter : options.parameters().entrySet()) {
            job = job.parameter(parameter.getKey(), parameter.getValue());
        }
        return options.chunk().isEmpty() ? job : job.chunk(options.chunk().getAsLong());
    }

    /** Returns which outputs stay, and where. */
    private static Map<String, Path> keptPaths(RunOptions options, RunArrays arrays) {
        Map<String, Path> kept = new LinkedHashMap<>();
        for (ArrayOption option : options.out()) {
            kept.put(option.name(), option.path());
        }
        if (options.keep()) {
            String kernel = options.kernel();
            String last = kernel.substring(kernel.lastIndexOf('.') + 1);
            for (String name : arrays.outputs().keySet()) {
                kept.computeIfAbsent(
                        name,
                        any -> SegmentName.random("gatun-" + last + "-" + name + "-")
                                .path());
            }
        }
        return kept;
    }

    /** Gives outputs their names; one that was taken while the job ran is not replaced. */
    private static Map<String, Path> publish(Map<String, Path> kept, RunOptions options, RunArrays arrays) {
        try {
            arrays.publish(kept, options.force());
        } catch (SegmentException e) {
            throw new OutputLostException("the job is done, but an output cannot be kept: " + e.getMessage(), e);
        }
        return kept;
    }

    private static void printError(String line) {
        System.err.println(line);
    }
}
