package io.gatun.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatun bench values}: times Gatun's values and their peers at the same work, by turns. */
@Command(
        name = "values",
        mixinStandardHelpOptions = true,
        description = {
            "Times Gatun's shared values beside Python's Value and Manager().Value, at the same work and by turns.",
            "",
            "The classic table: a value that lies in shared memory, and one that a server process keeps. Times are of one read, one write, one"
                    + " addition. A ratio below 1 is in favour of Gatun: the median of the ratios round by round, with a 95 %% interval beside it."
        },
        footer = {
            "",
            "Peers that the machine lacks are named and left out.",
            "Exit codes: 0 done; 1 a peer failed, or counted wrong; 2 nothing was begun.",
            "Example: gatun bench values"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ValuesCommand implements Callable<Integer> {
    private static final int PROCESSES = 2;

    @Mixin
    private Comparison comparison;

    @Option(names = "--size", paramLabel = "N", description = "How often in a call; by default as --list tells.")
    private @Nullable Integer size;

    @Override
    public Integer call() throws InterruptedException {
        comparison.require(size == null || size >= 1, "--size " + size + ": it must be at least 1");
        List<Trial> trials = new ArrayList<>();
        for (StateWork work : comparison.works(StateWork.about(true))) {
            trials.add(new Trial(work, size != null ? size : work.sizes().getFirst()));
        }
        return comparison.run(PROCESSES, trials, StateCatalog::of);
    }
}
