package io.gatun.cli;

import io.gatun.cli.demo.AtomicDemo;
import io.gatun.cli.demo.CounterDemo;
import io.gatun.cli.demo.LockDemo;
import io.gatun.cli.demo.OwnerDeathDemo;
import io.gatun.cli.demo.QueueDemo;
import io.gatun.cli.demo.RaceDemo;
import io.gatun.cli.demo.StatusDemo;
import io.gatun.cli.demo.StructDemo;
import io.gatun.cli.demo.UnexpectedOutcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun demo}: programs that teach how processes share values. */
@Command(
        name = "demo",
        description = "Lists programs that show how processes share values, or runs them.",
        footer = {
            "",
            "Each is a screen of Java, to be read: io/gatun/cli/demo in the sources of this command.",
            "Exit codes: 0 each showed what it should; 1 one did not; 2 there is no such demo."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DemoCommand implements Callable<Integer> {
    private static final List<Demo> DEMOS = List.of(
            new Demo("race", "two processes count on one number without a lock: counts are lost", RaceDemo::main),
            new Demo("lock", "the same under the number's lock: none is lost", LockDemo::main),
            new Demo("atomic", "the same by an atomic add, without a lock: none is lost", AtomicDemo::main),
            new Demo("counter", "four worker processes count their tasks on one counter", CounterDemo::main),
            new Demo("struct", "several fields that processes change together, under one lock", StructDemo::main),
            new Demo(
                    "owner-death",
                    "a process is killed while it holds a lock: the next is told, mends what was torn, and goes on",
                    OwnerDeathDemo::main),
            new Demo(
                    "queue",
                    "producers and consumers share a queue, and a map that counts what is done",
                    QueueDemo::main),
            new Demo("status", "five workers do random work, and say what they do to whoever looks", StatusDemo::main));

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The demos to run; none to list them.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "Run all of them.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    /** A demo: its name, what it shows in one line, and its main method. */
    private record Demo(String name, String summary, Main main) {}

    @FunctionalInterface
    private interface Main {
        void run(String[] arguments) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Demo> asked = all ? DEMOS : names.stream().map(DemoCommand::find).toList();
        if (asked.isEmpty()) {
            DEMOS.forEach(demo -> out.printf("%-12s %s%n", demo.name, demo.summary));
            out.flush();
        }
        int exitCode = ExitCode.OK;
        for (Demo demo : asked) {
            out.println(demo.name + ": " + demo.summary);
            out.flush(); // before what its processes print
            exitCode = Math.max(exitCode, run(demo, out));
            out.flush();
        }
        return exitCode;
    }

    private int run(Demo demo, PrintWriter out) throws Exception {
        long begin = System.nanoTime();
        try {
            demo.main.run(new String[0]);
        } catch (UnexpectedOutcome e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(spec.qualifiedName() + ": " + demo.name + ": " + e.getMessage());
            err.flush();
            return ExitCode.FAILED;
        }
        out.println(String.format(Locale.ROOT, "took %.2f s", (System.nanoTime() - begin) / 1e9));
        return ExitCode.OK;
    }

    private static Demo find(String name) {
        return DEMOS.stream()
                .filter(demo -> demo.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no demo " + name + ": gatun demo lists them"));
    }
}
