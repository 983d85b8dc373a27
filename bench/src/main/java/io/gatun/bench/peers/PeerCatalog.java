package io.gatun.bench.peers;

import io.gatun.bench.peers.PeerSpec.Opener;
import io.gatun.bench.peers.jvm.ForkJoinPeer;
import io.gatun.bench.peers.jvm.StreamPeer;
import io.gatun.workers.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All peers there are, Gatun first, and how each is started. */
final class PeerCatalog {
    private static final Set<JobWork> ARRAY_WORKS =
            EnumSet.of(JobWork.SIN2COS2, JobWork.AXPY, JobWork.TRIAD, JobWork.SUM, JobWork.DOT);
    private static final int PROCESSES_OF_A_COMMAND = 4;
    private static final long MOST_FOR_A_PYTHON_LOOP = 10_000_000;

    private final Settings settings;

    private PeerCatalog(Settings settings) {
        this.settings = settings;
    }

    static List<PeerSpec> of(Settings settings) {
        PeerCatalog catalog = new PeerCatalog(settings);
        List<PeerSpec> all = new ArrayList<>(catalog.ours());
        all.add(PeerSpec.of(
                "c-openmp",
                "C, OpenMP threads, glibc's vector sine",
                and(ARRAY_WORKS, JobWork.EMPTY),
                catalog::openMp));
        all.addAll(catalog.inPython());
        all.add(PeerSpec.of(
                "java-stream",
                "parallel streams over double[]",
                ARRAY_WORKS,
                catalog.jvm("java-stream", StreamPeer.class)));
        all.add(PeerSpec.of(
                "java-forkjoin",
                "ForkJoinPool, plain loops over double[]",
                and(ARRAY_WORKS, JobWork.EMPTY),
                catalog.jvm("java-forkjoin", ForkJoinPeer.class)));
        all.add(PeerSpec.of(
                "ten-downcalls",
                "ten calls of labs() through the FFM API: what a chunk may cost",
                EnumSet.of(JobWork.CHUNKS),
                () -> LocalPeer.of("in this JVM", Downcalls.UNITS, trial -> Downcalls::make)));
        return List.copyOf(all);
    }

    private List<PeerSpec> ours() {
        return List.of(
                PeerSpec.of(
                                Rounds.OURS,
                                "worker processes over shared memory",
                                and(ARRAY_WORKS, JobWork.EMPTY, JobWork.CHUNKS),
                                () -> GatunPeer.open(settings.workers()))
                        .unless(PeerCatalog::unknownKernel),
                PeerSpec.of(
                        Rounds.OURS,
                        "SharedSegment, which reserves its memory",
                        EnumSet.of(JobWork.SEGMENT),
                        () -> LocalPeer.of(
                                "SharedSegment, all pages reserved", trial -> () -> SegmentLife.once(trial.size()))),
                PeerSpec.of(
                        Rounds.OURS,
                        "gatun run sin2cos2",
                        EnumSet.of(JobWork.PROCESS),
                        () -> command(
                                Map.of("JAVA_HOME", System.getProperty("java.home")),
                                Installation.home().resolve("gatun").toString(),
                                "run",
                                "sin2cos2",
                                "--workers",
                                Integer.toString(PROCESSES_OF_A_COMMAND))));
    }

    private List<PeerSpec> inPython() {
        return List.of(
                PeerSpec.of(
                        "numba",
                        "Python, compiled loops in threads (prange, fastmath)",
                        ARRAY_WORKS,
                        script("numba", "numba_peer.py", List.of(), "numba", "numpy")),
                PeerSpec.of(
                        "numexpr",
                        "Python, expressions in threads",
                        EnumSet.of(JobWork.SIN2COS2, JobWork.AXPY, JobWork.TRIAD),
                        script("numexpr", "numexpr_peer.py", List.of(), "numexpr", "numpy")),
                PeerSpec.of(
                        "numpy",
                        "NumPy in a pool of processes over shared memory",
                        ARRAY_WORKS,
                        script("numpy", "numpy_peer.py", List.of(), "numpy")),
                PeerSpec.of(
                        "numpy",
                        "sin2cos2.py --how numpy",
                        EnumSet.of(JobWork.PROCESS),
                        pythonCommand("numpy", "numpy")),
                PeerSpec.of(
                                "python",
                                "plain Python: multiprocessing.Pool, SharedMemory",
                                EnumSet.of(JobWork.SIN2COS2, JobWork.EMPTY, JobWork.SEGMENT),
                                script("python", "python_peer.py", List.of()))
                        .unless(PeerCatalog::tooLongForPython),
                PeerSpec.of("python", "sin2cos2.py --how scalar", EnumSet.of(JobWork.PROCESS), pythonCommand("scalar")),
                PeerSpec.of(
                        "python-reserved",
                        "SharedMemory, and posix_fallocate, so that its memory is reserved too",
                        EnumSet.of(JobWork.SEGMENT),
                        script("python-reserved", "python_peer.py", List.of("--reserve"))));
    }

    private Peer openMp() throws PeerMissingException, PeerFailedException, InterruptedException {
        Path program = CProgram.build(Installation.peer("openmp.c"), settings.scratch());
        Map<String, String> threads =
                Map.of("OMP_NUM_THREADS", Integer.toString(settings.workers()), "OMP_DYNAMIC", "false");
        return PeerProcess.start("c-openmp", List.of(program.toString()), threads, settings.patience());
    }

    private Opener script(String name, String file, List<String> options, String... modules) {
        return () -> {
            List<String> words = new ArrayList<>(List.of(
                    PythonInterpreter.with(settings.python(), modules),
                    Installation.peer(file).toString(),
                    "--workers",
                    Integer.toString(settings.workers())));
            words.addAll(options);
            return PeerProcess.start(name, words, PythonInterpreter.ENVIRONMENT, settings.patience());
        };
    }

    private Opener pythonCommand(String how, String... modules) {
        return () -> command(
                PythonInterpreter.ENVIRONMENT,
                PythonInterpreter.with(settings.python(), modules),
                Installation.peer("sin2cos2.py").toString(),
                "--how",
                how,
                "--processes",
                Integer.toString(PROCESSES_OF_A_COMMAND));
    }

    private Peer command(Map<String, String> environment, String... words) {
        return new CommandPeer(List.of(words), environment, settings.scratch(), settings.patience());
    }

    /** A JVM with default flags, but for the size of the common pool, in which the calling thread works too. */
    private Opener jvm(String name, Class<?> mainClass) {
        return () -> PeerProcess.start(
                name,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + (settings.workers() - 1),
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass.getName(),
                        Integer.toString(settings.workers())),
                Map.of(),
                settings.patience());
    }

    private static Optional<String> unknownKernel(Trial trial) {
        boolean known = !ARRAY_WORKS.contains(trial.work())
                || Kernels.builtIn().containsKey(trial.work().label());
        return known
                ? Optional.empty()
                : Optional.of("there is no built-in kernel " + trial.work().label());
    }

    private static Optional<String> tooLongForPython(Trial trial) {
        boolean tooLong = trial.work() == JobWork.SIN2COS2 && trial.size() > MOST_FOR_A_PYTHON_LOOP;
        return tooLong
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "a loop in Python takes too long for more than %,d elements",
                        MOST_FOR_A_PYTHON_LOOP))
                : Optional.empty();
    }

    private static Set<JobWork> and(Set<JobWork> works, JobWork... further) {
        Set<JobWork> all = EnumSet.copyOf(works);
        all.addAll(List.of(further));
        return all;
    }
}
