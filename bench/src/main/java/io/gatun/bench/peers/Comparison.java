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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What commands have in common that compare Gatun with peers: their options, and what is done with them. A {@link Mixin} of such a
 * command.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Comparison {
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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Returns the works that were asked for.
     *
     * @param all those there are
     * @throws ParameterException if an option is out of range, or there is no such work
     */
    <W extends Work> List<W> works(W[] all) {
        require(rounds >= 1, "--rounds " + rounds + ": it must be at least 1");
        require(warmUpSeconds >= 0, "--warm-up " + warmUpSeconds + ": it must not be negative");
        require(timeoutSeconds > 0, "--timeout " + timeoutSeconds + ": it must be positive");
        if (works == null) {
            return List.of(all);
        }
        return works.stream()
                .map(label -> Arrays.stream(all)
                        .filter(work -> work.label().equals(label))
                        .findFirst()
                        .orElseThrow(() -> refused("--work " + label + ": there are "
                                + Arrays.stream(all).map(Work::label).collect(Collectors.joining(", ")))))
                .distinct()
                .toList();
    }

    /**
     * Compares, or lists what could be compared.
     *
     * @param workers how many processes or threads each peer uses
     * @param catalog all peers
     * @return the exit code
     */
    int run(int workers, List<Trial> trials, Function<Settings, List<PeerSpec>> catalog) throws InterruptedException {
        try (Interrupts interrupts = Interrupts.ofThisThread()) {
            Path scratch = Files.createTempDirectory("gatun-peers-");
            try {
                Settings settings = new Settings(workers, duration(timeoutSeconds), python, scratch);
                return run(settings, trials, chosen(catalog.apply(settings)), interrupts);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int run(Settings settings, List<Trial> trials, List<PeerSpec> chosen, Interrupts interrupts)
            throws InterruptedException {
        try (PeerSession session = new PeerSession(chosen)) {
            if (list) {
                PeersList.print(spec.commandLine().getOut(), session, chosen, trials);
                return ExitCode.OK;
            }
            return measure(settings, session, trials);
        } catch (RuntimeException e) {
            interrupts.throwIfBehind(e);
            throw e;
        } catch (InterruptedException e) {
            print(spec.qualifiedName() + ": interrupted; the peers are ended");
            throw e;
        }
    }

    private int measure(Settings settings, PeerSession session, List<Trial> trials) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<TrialResult> results = new ArrayList<>();
        Duration warmUp = duration(warmUpSeconds);
        double load = loadAverage();
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
            PeersJson.print(out, settings.workers(), rounds, load, results);
        } else {
            out.printf(
                    "%d workers, %d rounds; a load of %.1f on %d processors at the beginning%n%n",
                    settings.workers(), rounds, load, Runtime.getRuntime().availableProcessors());
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

    /** What else the machine does: how many threads wanted a processor in the last minute, on average; NaN if that is not told. */
    private static double loadAverage() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        } catch (IOException e) {
            return Double.NaN;
        }
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

    /**
     * Refuses an option unless a condition holds.
     *
     * @throws ParameterException if it does not hold
     */
    void require(boolean condition, String message) {
        if (!condition) {
            throw refused(message);
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
