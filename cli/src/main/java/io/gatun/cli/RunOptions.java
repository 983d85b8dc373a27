package io.gatun.cli;

import io.gatun.job.RetryPolicy;
import io.gatun.job.Schedule;
import java.time.Duration;
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
 * @param retry what is done about chunks whose workers end
 * @param limit how long the job may take
 * @param chunkLimit how long a worker may be in a chunk
 * @param keep whether outputs that {@code out} does not name stay in shared memory
 * @param force whether outputs that exist are replaced
 * @param foreign whether inputs in shared memory may be other users'
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
        RetryPolicy retry,
        Optional<Duration> limit,
        Optional<Duration> chunkLimit,
        boolean keep,
        boolean force,
        boolean foreign,
        boolean asJson) {

    private static final int DEFAULT_WORKERS = 4;
    private static final double MIN_SECONDS = 0.001;
    private static final double MAX_SECONDS = 1e9;

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
        add(
                command,
                number(
                        "--attempts",
                        Integer.class,
                        "N",
                        "How often a chunk is tried whose worker dies; 3 by default."));
        add(command, flag("--finish-others", "If a chunk has used up its attempts, finish the others all the same."));
        add(command, flag("--bisect", "If a chunk has used up its attempts, look for the smallest range that fails."));
        add(command, number("--limit", Double.class, "S", "Seconds that the job may take."));
        add(command, number("--chunk-limit", Double.class, "S", "Seconds that a worker may be in one chunk."));
        add(command, flag("--keep", "Keep the arrays without --out in shared memory, and print how to open them."));
        add(command, flag("--force", "Replace outputs that exist."));
        add(
                command,
                flag(
                        "--foreign",
                        "Take inputs in shared memory that other users own or may write to, and could change or truncate "
                                + "meanwhile."));
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
                retry(parsed),
                seconds("--limit", parsed),
                seconds("--chunk-limit", parsed),
                parsed.hasMatchedOption("--keep"),
                parsed.hasMatchedOption("--force"),
                parsed.hasMatchedOption("--foreign"),
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

    private static RetryPolicy retry(ParseResult parsed) {
        try {
            return new RetryPolicy(
                    parsed.matchedOptionValue("--attempts", RetryPolicy.DEFAULT.attempts()),
                    parsed.hasMatchedOption("--finish-others"),
                    parsed.hasMatchedOption("--bisect"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private static Optional<Duration> seconds(String option, ParseResult parsed) {
        if (!parsed.hasMatchedOption(option)) {
            return Optional.empty();
        }
        double seconds = parsed.matchedOptionValue(option, 0.0);
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new UsageException(option + " " + seconds + ": it must be between 0.001 and 1000000000 seconds");
        }
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
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
