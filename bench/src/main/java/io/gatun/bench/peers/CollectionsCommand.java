package io.gatun.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatun bench collections}: times Gatun's collections and their peers at the same work, by turns. */
@Command(
        name = "collections",
        mixinStandardHelpOptions = true,
        description = {
            "Times Gatun's shared map, list and queue beside what one would take instead, at the same work and by turns.",
            "",
            "Times are of one operation. queue-idle is with Agrona's ring buffer: there both sides spin, then yield, by the same code. A ratio"
                    + " below 1 is in favour of Gatun: the median of the ratios round by round, with a 95 %% interval beside it, and the ratio"
                    + " that is aimed at."
        },
        footer = {
            "",
            "Peers that the machine lacks are named and left out.",
            "Exit codes: 0 done; 1 a peer failed, or counted wrong; 2 nothing was begun.",
            "Example: gatun bench collections --work map-get,map-put --rounds 9"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CollectionsCommand implements Callable<Integer> {
    private static final int PROCESSES = 2;

    @Mixin
    private Comparison comparison;

    @Option(names = "--size", paramLabel = "N", description = "How often in a call; by default as --list tells.")
    private @Nullable Integer size;

    @Override
    public Integer call() throws InterruptedException {
        comparison.require(size == null || size >= 1, "--size " + size + ": it must be at least 1");
        List<Trial> trials = new ArrayList<>();
        for (StateWork work : comparison.works(StateWork.about(false))) {
            trials.add(new Trial(work, size != null ? size : work.sizes().getFirst()));
        }
        return comparison.run(PROCESSES, trials, StateCatalog::of);
    }
}
