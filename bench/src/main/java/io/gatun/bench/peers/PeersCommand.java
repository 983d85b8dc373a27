package io.gatun.bench.peers;

import io.gatun.cli.ExitCode;
import io.gatun.cli.Interrupts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gatun bench peers}: times Gatun and its peers at the same work, by turns. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = {
            "Times Gatun beside what one would take instead, at the same work and by turns.",
            "",
            "All do each work on equally many processes or threads, from input that is ready to a result that is there, and what"
                    + " they computed is checked. A ratio below 1 is in favour of Gatun: it is the median of the ratios"
                    + " round by round, and with 95 %% probability the true one is within the interval beside it."
        },
        footer = {
            "",
            "Peers that the machine lacks are named and left out. On Debian all are there after",
            "  apt install gcc libc6-dev python3-numpy python3-numba python3-numexpr",
            "A machine that does nothing else gives the narrowest intervals.",
            "Exit codes: 0 done; 1 a peer failed, or computed something wrong; 2 nothing was begun.",
            "Example: gatun bench peers --work sin2cos2,triad --peer c-openmp,numba"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PeersCommand implements Callable<Integer> {
    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "Works to do; all by default. See --list.")
    private @Nullable List<String> works;

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "PEER",
            description = "Peers to compare Gatun with; all by default. See --list.")
    private @Nullable List<String> peers;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Turns of each peer; 15 by default.")
    private int rounds;

    @Option(
            names = "--workers",
            paramLabel = "W",
            defaultValue = "2",
            description = "Processes or threads of each; 2 by default. Whole commands have 4 all the same.")
    private int workers;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Elements of each work that has some; by default as --list tells.")
    private @Nullable Long size;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "3",
            description = "Seconds that each peer is warmed up for, two turns at least; 3 by default.")
    private double warmUpSeconds;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "120",
            description = "Seconds after which a peer that does not answer is killed; 120 by default.")
    private double timeoutSeconds;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description =
                    "The Python to take; by default /usr/bin/python3 or the python3 on the path, whichever has what is"
                            + " needed.")
    private @Nullable String python;

    @Option(names = "--list", description = "List works and peers, and whether they are there, and measure nothing.")
    private boolean list;

    @Option(names = "--json", description = "Print everything as one JSON object, times of each round included.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        require(rounds >= 1, "--rounds " + rounds + ": it must be at least 1");
        require(workers >= 1, "--workers " + workers + ": it must be at least 1");
        require(size == null || size >= 1, "--size " + size + ": it must be at least 1");
        require(warmUpSeconds >= 0, "--warm-up " + warmUpSeconds + ": it must not be negative");
        require(timeoutSeconds > 0, "--timeout " + timeoutSeconds + ": it must be positive");
        List<Trial> trials = trials();
        try (Interrupts interrupts = Interrupts.ofThisThread()) {
            Path scratch = Files.createTempDirectory("gatun-peers-");
            try {
                return run(new Settings(workers, duration(timeoutSeconds), python, scratch), trials, interrupts);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Settings settings, List<Trial> trials, Interrupts interrupts) throws InterruptedException {
        List<PeerSpec> chosen = chosen(PeerCatalog.of(settings));
        try (PeerSession session = new PeerSession(chosen)) {
            if (list) {
                PeersList.print(spec.commandLine().getOut(), session, chosen, trials);
                return ExitCode.OK;
            }
            return measure(session, trials);
        } catch (RuntimeException e) {
            interrupts.throwIfBehind(e);
            throw e;
        } catch (InterruptedException e) {
            print(spec.qualifiedName() + ": interrupted; the peers are ended");
            throw e;
        }
    }

    private int measure(PeerSession session, List<Trial> trials) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<TrialResult> results = new ArrayList<>();
        Duration warmUp = duration(warmUpSeconds);
        long steps = trials.stream()
                .mapToLong(trial -> session.entrants(trial) * (rounds + 2L))
                .sum();
        try (RoundsProgress progress = new RoundsProgress(steps, asJson)) {
            for (Trial trial : trials) {
                if (session.entrants(trial) == 0) {
                    continue;
                }
                progress.at(trial);
                results.add(session.run(trial, new Rounds(rounds, warmUp, progress::step)));
            }
        }
        if (asJson) {
            PeersJson.print(out, workers, rounds, results);
        } else {
            out.printf("%d workers, %d rounds%n%n", workers, rounds);
            results.forEach(result -> PeersTable.print(out, result));
        }
        List<String> failed = results.stream()
                .flatMap(result -> result.leftOut().stream()
                        .filter(TrialResult.LeftOut::failed)
                        .map(peer ->
                                peer.name() + " at " + result.trial().work().label()))
                .toList();
        if (!failed.isEmpty()) {
            print(spec.qualifiedName() + ": failed: " + String.join(", ", failed) + "; see the report");
        }
        return failed.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (Work work : works == null
                ? List.of(Work.values())
                : works.stream().map(this::work).distinct().toList()) {
            if (work == Work.EMPTY) {
                trials.add(new Trial(work, workers));
            } else if (size != null && work.unit().equals(Work.SIN2COS2.unit())) {
                trials.add(new Trial(work, size));
            } else {
                work.sizes().forEach(each -> trials.add(new Trial(work, each)));
            }
        }
        return trials;
    }

    private Work work(String label) {
        return Work.named(label)
                .orElseThrow(() -> refused("--work " + label + ": there are "
                        + Arrays.stream(Work.values()).map(Work::label).collect(Collectors.joining(", "))));
    }

    /** Gatun and the peers that were asked for. */
    private List<PeerSpec> chosen(List<PeerSpec> all) {
        if (peers == null) {
            return all;
        }
        Set<String> names = all.stream().map(PeerSpec::name).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String peer : peers) {
            require(names.contains(peer), "--peer " + peer + ": there are " + String.join(", ", names));
        }
        return all.stream()
                .filter(peer -> peer.name().equals(Rounds.OURS) || peers.contains(peer.name()))
                .toList();
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void print(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw refused(message);
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
