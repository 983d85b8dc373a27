package io.gatun.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker process is started: a value, so that the engine never refers to a class that runs there.
 *
 * @param java the {@code java} program
 * @param flags the JVM's flags
 * @param classPath where the worker finds its classes, separated by colons
 * @param mainClass the class it starts
 * @param allowedKernels the classes it may load as kernels, beyond the built-in ones
 * @param isPinned whether each worker's computing thread stays on one processor
 */
public record WorkerCommand(
        Path java,
        List<String> flags,
        String classPath,
        String mainClass,
        List<String> allowedKernels,
        boolean isPinned) {

    /** The system property with further JVM flags for workers, one on a line. */
    public static final String FLAGS_PROPERTY = "gatun.worker.flags";

    /** The same for workers {@linkplain #forShortJobs() for short jobs}, in place of that. */
    public static final String SHORT_FLAGS_PROPERTY = "gatun.worker.short.flags";

    /** The environment variable with still further JVM flags for workers, separated by blanks; they win. */
    public static final String FLAGS_VARIABLE = "GATUN_WORKER_FLAGS";

    /**
     * The system property that says how many seconds workers get to end by themselves when a job is done, 0 unless set: they
     * have nothing left to do and are killed. Profilers, coverage tools and the recording of an AOT cache write what they
     * found as a JVM ends.
     */
    public static final String EXIT_SECONDS_PROPERTY = "gatun.worker.exit.seconds";

    /** A worker's heap and what its JVM takes besides, in bytes; for judging how many fit into memory. */
    static final long MEMORY_BYTES = 128L << 20;

    private static final String MAIN_CLASS = "io.gatun.workers.WorkerMain";

    private static final String COLLECTOR = "-XX:+UseSerialGC";

    // ExitOnOutOfMemoryError: a worker whose heap is exhausted is no good any more; its chunk is tried again in
    // another.
    // Serial: several collector threads in each of many workers would only fight. Xrs: signals end a worker at once.
    // ArchiveRelocationMode: the classes that come with a JVM are mapped where they were meant to be, and then shared
    // with
    // its like; at a random address each worker would have to change them all, and keep 7 MB for itself.
    private static final List<String> FLAGS = List.of(
            COLLECTOR,
            "-Xms4m",
            "-Xmx64m",
            "-Xrs",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "--enable-native-access=ALL-UNNAMED");

    // Scaling: a method is compiled after ten times as many calls as usual, so that a job of a second is not spent on
    // optimizing
    // its code, and a worker does not keep megabytes of code that it ran at its start. Tier3: but a loop as early as
    // ever, before
    // all is scaled. And for what a warm pool does with each job, half of the usual.
    private static final List<String> LASTING_FLAGS = List.of(
            "-XX:TrimNativeHeapInterval=2000",
            "-XX:CompileThresholdScaling=10",
            "-XX:Tier3BackEdgeThreshold=6000",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,io.gatun.job.control.*::*,0.05",
            "-XX:CompileCommand=CompileThresholdScaling,io.gatun.workers.Job*::*,0.05");

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    // Vector code is worth nothing before it is optimized, so that it gets there at a twentieth of the thresholds, half
    // the usual ones. At a thirtieth the compiler knows too little of it and leaves objects in its loops for good.
    private static final List<String> VECTOR_FLAGS = List.of(
            "--add-modules",
            VECTOR_MODULE,
            "-XX:CompileCommand=CompileThresholdScaling,io.gatun.workers.kernel.vector.*::*,0.05");

    // What is hot is compiled once, quickly, and what is not is not compiled at all.
    private static final List<String> SHORT_FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=5");

    /** Makes a command; the lists are copied. */
    public WorkerCommand {
        flags = List.copyOf(flags);
        allowedKernels = List.copyOf(allowedKernels);
    }

    /**
     * Returns the command for workers on the same JDK and class path as this process, with a serial collector, a heap of
     * 64 MiB, the Vector API where the JDK has it, and whatever {@value #FLAGS_PROPERTY} and {@value #FLAGS_VARIABLE} add.
     */
    public static WorkerCommand ofThisJvm() {
        List<String> flags = new ArrayList<>(LASTING_FLAGS);
        if (hasVectorApi(home())) {
            flags.addAll(VECTOR_FLAGS);
        }
        return ofThisJvm(flags, FLAGS_PROPERTY);
    }

    /**
     * Returns the command for workers that are up in half the time and never get as fast: for one job of the built-in kernels
     * that takes less than half a second. They are without the Vector API, since a JVM with an incubating module takes no
     * classes that were linked ahead of time, and their compiler does not optimize. Otherwise, and in all results, they are as
     * those of {@link #ofThisJvm()}; {@value #SHORT_FLAGS_PROPERTY} adds flags in place of {@value #FLAGS_PROPERTY}.
     *
     * @see <a href="https://openjdk.org/jeps/483">JEP 483: Ahead-of-Time Class Loading &amp; Linking</a>
     */
    public static WorkerCommand forShortJobs() {
        return ofThisJvm(SHORT_FLAGS, SHORT_FLAGS_PROPERTY);
    }

    private static WorkerCommand ofThisJvm(List<String> ofTheirKind, String property) {
        String classPath = Stream.of("java.class.path", "jdk.module.path")
                .map(key -> System.getProperty(key, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> further = new ArrayList<>();
        System.getProperty(property, "").lines().forEach(further::add);
        String ofTheUser = System.getenv().getOrDefault(FLAGS_VARIABLE, "").strip();
        if (!ofTheUser.isEmpty()) {
            further.addAll(List.of(ofTheUser.split("\\s+")));
        }
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(ofTheirKind);
        if (further.stream().anyMatch(WorkerCommand::choosesCollector)) {
            flags.remove(COLLECTOR); // a JVM refuses two
        }
        flags.addAll(further);
        Path java = home().resolve("bin").resolve("java");
        return new WorkerCommand(java, flags, classPath, MAIN_CLASS, List.of(), false);
    }

    /** Returns this command, with one more class that workers may load as a kernel. */
    public WorkerCommand allowing(String kernelClass) {
        List<String> more = new ArrayList<>(allowedKernels);
        more.add(kernelClass);
        return new WorkerCommand(java, flags, classPath, mainClass, more, isPinned);
    }

    /** Returns this command, with further entries behind the others of its class path. */
    public WorkerCommand withClassPath(String further) {
        return new WorkerCommand(
                java, flags, classPath + File.pathSeparator + further, mainClass, allowedKernels, isPinned);
    }

    /** Returns this command, with further JVM flags behind the others, so that they win. */
    public WorkerCommand withFlags(String... further) {
        List<String> more = new ArrayList<>(flags);
        more.addAll(List.of(further));
        return new WorkerCommand(java, more, classPath, mainClass, allowedKernels, isPinned);
    }

    /**
     * Returns this command, with each worker's computing thread kept on one of the processors that this process may use: the
     * worker's number says which, and those beyond the last begin again with the first.
     */
    public WorkerCommand pinned() {
        return new WorkerCommand(java, flags, classPath, mainClass, allowedKernels, true);
    }

    private static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    /** A JVM that is told to add a module which it does not have does not start. */
    private static boolean hasVectorApi(Path home) {
        try {
            return Files.readString(home.resolve("release")).contains(VECTOR_MODULE);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean choosesCollector(String flag) {
        return flag.startsWith("-XX:+Use") && flag.endsWith("GC");
    }

    static long exitSeconds() {
        return Long.getLong(EXIT_SECONDS_PROPERTY, 0);
    }

    /**
     * The words to start one worker with. Its own arguments are the control segment's path, its number, this process's pid,
     * whether it is pinned, and the kernels.
     */
    List<String> words(Path control, int worker) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(flags);
        words.addAll(List.of("-cp", classPath, mainClass, control.toString(), Integer.toString(worker)));
        words.add(Long.toString(ProcessHandle.current().pid()));
        words.add(Boolean.toString(isPinned));
        words.addAll(allowedKernels);
        return words;
    }
}
