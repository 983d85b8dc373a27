package io.gatun.cli;

import io.gatun.job.Schedule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line of {@code gatun run}.
 *
 * <p>It is described by calls and not by annotations, which take a cold JVM four times as long to read.
 *
 * @param kernel a built-in kernel's name, or the name of a class
 * @param size the number of elements, where no input says
 * @param workers the number of worker processes
 * @param chunk the elements a worker claims at once, unless Gatun is to choose
 * @param schedule how chunks find their workers
 * @param pin whether each worker stays on one processor
 * @param in the arrays to read
 * @param out where arrays that the kernel writes are left
 * @param parameters the kernel's numbers, by name
 * @param classPath where to find a kernel of the user's own
 * @param keep whether outputs that {@code out} does not name stay in shared memory
 * @param force whether outputs that exist are replaced
 * @param asJson whether the report is a JSON object
 */
record RunOptions(
        String kernel,
        OptionalLong size,
        int workers,
        OptionalLong chunk,
        Schedule schedule,
        boolean pin,
        List<ArrayOption> in,
        List<ArrayOption> out,
        Map<String, Double> parameters,
        Optional<String> classPath,
        boolean keep,
        boolean force,
        boolean asJson) {

    private static final int DEFAULT_WORKERS = 4;

    /** Adds the options to a command that has none. */
    static void describe(CommandSpec command) {
        command.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel("KERNEL")
                .description("A built-in kernel (see gatun kernels), or the class name of one.")
                .build());
        add(command, number("--size", Long.class, "N", "Elements, where no input says; 1000000 by default."));
        add(command, number("--workers", Integer.class, "W", "Worker processes; 4 by default."));
        add(
                command,
                number(
                        "--chunk",
                        Long.class,
                        "C",
                        "Elements a worker claims at once; by default a size that keeps all workers busy."));
        add(
                command,
                OptionSpec.builder("--schedule")
                        .type(Schedule.class)
                        .paramLabel("S")
                        .description("How chunks find workers: static, dynamic (the default) or guided."));
        add(command, flag("--pin", "Keep each worker on one processor."));
        add(command, arrays("--in", "An array to read: an .npy file, or shm:SEGMENT in shared memory."));
        add(command, arrays("--out", "Where to leave an array that the kernel writes: FILE.npy or shm:SEGMENT."));
        add(
                command,
                OptionSpec.builder("--param")
                        .type(Map.class)
                        .auxiliaryTypes(String.class, Double.class)
                        .paramLabel("K=V")
                        .description("A number that the kernel asks for by its name."));
        add(
                command,
                OptionSpec.builder("--class-path")
                        .type(String.class)
                        .paramLabel("PATH")
                        .description("Where to find a kernel of your own."));
        add(command, flag("--keep", "Keep the arrays without --out in shared memory, and print how to open them."));
        add(command, flag("--force", "Replace outputs that exist."));
        add(command, flag("--json", "Print the report as one JSON object."));
    }

    /**
     * Returns what a command line says.
     *
     * @throws UsageException if a number is not positive, or a parameter is given twice
     */
    static RunOptions of(ParseResult parsed) {
        int workers = parsed.matchedOptionValue("--workers", DEFAULT_WORKERS);
        if (workers <= 0) {
            throw notPositive("--workers", workers);
        }
        checkParametersDiffer(parsed);
        return new RunOptions(
                parsed.matchedPositionalValue(0, ""),
                positive("--size", parsed),
                workers,
                positive("--chunk", parsed),
                parsed.matchedOptionValue("--schedule", Schedule.DYNAMIC),
                parsed.hasMatchedOption("--pin"),
                parsed.matchedOptionValue("--in", List.of()),
                parsed.matchedOptionValue("--out", List.of()),
                parsed.matchedOptionValue("--param", Map.of()),
                Optional.ofNullable(parsed.matchedOptionValue("--class-path", (@Nullable String) null)),
                parsed.hasMatchedOption("--keep"),
                parsed.hasMatchedOption("--force"),
                parsed.hasMatchedOption("--json"));
    }

    /** The map that they are read into has the last of each name only. */
    private static void checkParametersDiffer(ParseResult parsed) {
        if (!parsed.hasMatchedOption("--param")) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (String parameter : parsed.matchedOption("--param").originalStringValues()) {
            String name = parameter.substring(0, parameter.indexOf('='));
            if (!names.add(name)) {
                throw new UsageException("--param " + name + " is given twice");
            }
        }
    }

    private static OptionalLong positive(String option, ParseResult parsed) {
        if (!parsed.hasMatchedOption(option)) {
            return OptionalLong.empty();
        }
        long value = parsed.matchedOptionValue(option, 0L);
        if (value <= 0) {
            throw notPositive(option, value);
        }
        return OptionalLong.of(value);
    }

    private static UsageException notPositive(String option, long value) {
        return new UsageException(option + " " + value + ": it must be at least 1");
    }

    private static OptionSpec.Builder number(String name, Class<?> type, String label, String description) {
        return OptionSpec.builder(name).type(type).paramLabel(label).description(description);
    }

    private static OptionSpec.Builder arrays(String name, String description) {
        return OptionSpec.builder(name)
                .type(List.class)
                .auxiliaryTypes(ArrayOption.class)
                .converters(new ArrayOption.Converter())
                .paramLabel("NAME=ARRAY")
                .description(description);
    }

    private static OptionSpec.Builder flag(String name, String description) {
        return OptionSpec.builder(name).type(boolean.class).arity("0").description(description);
    }

    private static void add(CommandSpec command, OptionSpec.Builder option) {
        command.addOption(option.build());
    }
}
