package io.gatun.cli;

import io.gatun.job.Binding;
import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.ResumedJob;
import io.gatun.job.WorkerCommand;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.workers.Kernels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun resume}: finishes a job whose command was killed. */
@Command(
        name = "resume",
        description = "Finishes a job whose gatun run was killed: only what is not done is done, with the same result.",
        footer = {
            "",
            "Exit codes: 0 done and, where the result is known, verified; 1 the job failed, and can be resumed again;",
            "2 there is nothing to resume.",
            "Example: gatun ls, then gatun resume gatun-pool-1f2e3d"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The control segment's name, as gatun ls lists it.")
    private String name;

    @Option(
            names = "--kernel",
            paramLabel = "CLASS",
            description = "The kernel, if it is one of your own: a class is only loaded if the command line says so.")
    private @Nullable String kernel;

    @Option(names = "--class-path", paramLabel = "PATH", description = "Where to find a kernel of your own.")
    private @Nullable String classPath;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (kernel != null) {
            KernelFinder.find(kernel, Optional.ofNullable(classPath));
        }
        try (Interrupts interrupts = Interrupts.ofThisThread();
                ResumedJob resumed =
                        ResumedJob.open(SegmentName.of(name), workerCommand(), ResumeCommand::printError)) {
            checkKernel(resumed.job().kernel());
            try {
                return finish(resumed);
            } catch (InterruptedException e) {
                printError(spec.qualifiedName() + ": interrupted; the job can be resumed again");
                throw e;
            } catch (RuntimeException e) {
                interrupts.throwIfBehind(e);
                throw e;
            }
        }
    }

    private int finish(ResumedJob resumed) throws InterruptedException {
        long openedNanos = System.nanoTime();
        JobReport report;
        try (ProgressDisplay display = new ProgressDisplay(resumed.job().kernel(), asJson)) {
            report = resumed.run(display);
        }
        long doneNanos = System.nanoTime();
        Map<String, SharedArray> inputs = arrays(resumed.job(), false);
        Map<String, SharedArray> outputs = arrays(resumed.job(), true);
        Optional<Verification> verification = Verification.of(report, inputs, outputs);
        boolean failed = verification.isPresent() && !verification.get().holds();
        Map<String, Path> kept = failed ? Map.of() : publish(resumed, outputs);
        resumed.finish();
        CommandPhases phases = CommandPhases.of(openedNanos, doneNanos, System.nanoTime());
        new RunReport(report, phases, report.perWorker().size(), verification, kept)
                .print(spec.commandLine().getOut(), asJson);
        return failed || !report.missing().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    }

    /** Gives outputs the names that the killed command would have given them; what nobody wanted to keep goes. */
    private static Map<String, Path> publish(ResumedJob resumed, Map<String, SharedArray> outputs) {
        Map<String, Path> kept = new LinkedHashMap<>();
        boolean replace = resumed.notes().containsKey(RunNotes.FORCE);
        outputs.forEach((name, output) -> {
            String wanted = resumed.notes().get(ResumedJob.PATH_NOTE + name);
            if (wanted == null) {
                output.unlink();
                return;
            }
            Path path = Path.of(wanted);
            try {
                if (!output.segment().path().equals(path)) {
                    output.segment().rename(path, replace);
                }
            } catch (SegmentException e) {
                throw new OutputLostException("the job is done, but an output cannot be kept: " + e.getMessage(), e);
            }
            kept.put(name, path);
        });
        return kept;
    }

    private static Map<String, SharedArray> arrays(Job job, boolean written) {
        Map<String, SharedArray> arrays = new LinkedHashMap<>();
        job.arrays().forEach((name, bound) -> {
            if ((bound.binding() == Binding.WRITE) == written) {
                arrays.put(name, bound.array());
            }
        });
        return arrays;
    }

    private void checkKernel(String wanted) {
        if (!Kernels.builtIn().containsKey(wanted) && !wanted.equals(kernel)) {
            throw new UsageException("the job's kernel " + wanted
                    + " is not built in, and no class is loaded because shared memory names it: if it is yours, add --kernel "
                    + wanted + " and --class-path PATH");
        }
    }

    private WorkerCommand workerCommand() {
        WorkerCommand command = WorkerCommand.ofThisJvm();
        if (kernel == null || Kernels.builtIn().containsKey(kernel)) {
            return command;
        }
        return (classPath == null ? command : command.withClassPath(classPath)).allowing(kernel);
    }

    private static void printError(String line) {
        System.err.println(line);
    }
}
