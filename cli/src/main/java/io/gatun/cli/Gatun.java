package io.gatun.cli;

import io.gatun.job.JobException;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SharedSegment;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code gatun} command. */
public final class Gatun implements Runnable {
    /** When the JVM was up, on {@link System#nanoTime()}'s clock: it makes this class ready before anything else of Gatun's. */
    static final long BEGAN_NANOS = System.nanoTime();

    private static final Map<String, Supplier<CommandSpec>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("run", RunCommand::commandSpec);
        SUBCOMMANDS.put("ls", () -> CommandSpec.forAnnotatedObject(new LsCommand()));
        SUBCOMMANDS.put("inspect", () -> CommandSpec.forAnnotatedObject(new InspectCommand()));
        SUBCOMMANDS.put("locks", () -> CommandSpec.forAnnotatedObject(new LocksCommand()));
        SUBCOMMANDS.put("top", () -> CommandSpec.forAnnotatedObject(new TopCommand()));
        SUBCOMMANDS.put("unlink", () -> CommandSpec.forAnnotatedObject(new UnlinkCommand()));
        SUBCOMMANDS.put("gc", () -> CommandSpec.forAnnotatedObject(new GcCommand()));
        SUBCOMMANDS.put("resume", () -> CommandSpec.forAnnotatedObject(new ResumeCommand()));
        SUBCOMMANDS.put("fsck", () -> CommandSpec.forAnnotatedObject(new FsckCommand()));
        SUBCOMMANDS.put("kernels", () -> CommandSpec.forAnnotatedObject(new KernelsCommand()));
        SUBCOMMANDS.put("demo", () -> CommandSpec.forAnnotatedObject(new DemoCommand()));
    }

    private final CommandSpec spec;

    private Gatun() {
        spec = CommandSpec.wrapWithoutInspection(this).name("gatun");
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("run")) {
            // reading the command line takes as long, on another processor
            Thread.ofPlatform().daemon().start(Gatun::linkNativeCalls);
        }
        CommandLine command = commandLine(arguments);
        int exitCode = command.execute(arguments);
        if (System.out.checkError() && exitCode == ExitCode.OK) {
            printLine(command, "gatun: standard output cannot be written to");
            exitCode = ExitCode.FAILED;
        }
        System.exit(exitCode);
    }

    private static void linkNativeCalls() {
        try {
            SharedSegment.linkNativeCalls();
        } catch (UnsupportedOperationException e) {
            // the command itself will say so
        }
    }

    /**
     * Knows the one subcommand that is asked for, none if it is the version, or all: to read the annotations of one takes a cold
     * JVM 4 ms. This command itself and the one whose start counts have none. Other modules are asked for theirs only where the
     * name is none of the command's own, or help is wanted.
     */
    private static CommandLine commandLine(String... arguments) {
        CommandSpec gatun = new Gatun().spec;
        addHelp(gatun);
        gatun.usageMessage()
                .description("Runs jobs over big arrays in worker processes that share them through named memory.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Exit codes: 0 done and verified, 1 failed, 2 the command line cannot be used.",
                        "Example: gatun run sin2cos2");
        String asked = arguments.length > 0 ? arguments[0] : "";
        boolean known = SUBCOMMANDS.containsKey(asked) || asked.equals("--version");
        SUBCOMMANDS.forEach((name, subcommand) -> {
            if (name.equals(asked) || !known) {
                add(gatun, name, subcommand.get());
            }
        });
        if (!known) {
            ServiceLoader.load(Subcommand.class)
                    .forEach(further -> gatun.addSubcommand(further.name(), new CommandLine(further.command())));
        }
        return new CommandLine(gatun)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Gatun::refuse)
                .setExecutionExceptionHandler(Gatun::fail);
    }

    private static void add(CommandSpec gatun, String name, CommandSpec subcommand) {
        addHelp(subcommand);
        gatun.addSubcommand(name, subcommand);
    }

    private static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        spec.versionProvider(new Version());
    }

    /** Without a subcommand there is nothing to do but to tell which there are. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static int refuse(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        var suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : java.util.List.of();
        String hint = suggestions.isEmpty() ? "" : ": did you mean " + suggestions.getFirst() + "?";
        printLine(command, name + ": " + e.getMessage() + hint + " (see " + name + " --help)");
        return ExitCode.USAGE;
    }

    /** Expected failures are one line; anything else is a defect of Gatun's, whose stack trace is wanted. */
    private static int fail(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof InterruptedException) {
            return ExitCode.FAILED; // never seen: the signal that interrupted is ending the process with its own code
        }
        boolean begun = e instanceof SegmentException.Truncated; // while it was in use
        if (e instanceof UsageException
                || (e instanceof SegmentException && !begun)
                || e instanceof JobException.NotEnoughMemory
                || e instanceof JobException.NothingToResume
                || e instanceof UnsupportedOperationException) { // not Linux
            printLine(command, name + ": " + e.getMessage());
            return ExitCode.USAGE;
        }
        boolean expected = begun
                || e instanceof JobException
                || e instanceof OutputLostException
                || e instanceof UncheckedIOException;
        printLine(command, name + ": " + (expected ? e.getMessage() : e.toString()));
        if (e instanceof JobException.KernelFailed failed) {
            print(command, failed.workerStackTrace().stripTrailing());
        } else if (!expected) {
            e.printStackTrace(command.getErr());
            command.getErr().flush();
        }
        return ExitCode.FAILED;
    }

    /** One line, whatever a name that the user gave holds. */
    private static void printLine(CommandLine command, String message) {
        print(command, message.replaceAll("\\R", " "));
    }

    private static void print(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(line);
        err.flush();
    }

    /** The version the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Gatun.class.getPackage().getImplementationVersion();
            return new String[] {
                "gatun " + (version == null ? "(not from a jar)" : version) + " on Java "
                        + Runtime.version().feature()
            };
        }
    }
}
