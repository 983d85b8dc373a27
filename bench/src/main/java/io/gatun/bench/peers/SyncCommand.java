package io.gatun.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatun bench sync}: times Gatun's locks, values and events and their peers at the same work, by turns. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Times Gatun's shared locks, values and events beside what one would take instead, at the same work and by turns.",
            "",
            "Where a work needs two processes each peer has two, which are started once and kept warm. A call begins when both are"
                    + " there and ends when both are done; what they counted is checked. Times are of one lock and unlock, one"
                    + " addition, one round trip. A ratio below 1 is in favour of Gatun: it is the median of the ratios round by"
                    + " round, and with 95 %% probability the true one is within the interval beside it. Beside that is the"
                    + " ratio that is aimed at, where there is one."
        },
        footer = {
            "",
            "Peers that the machine lacks are named and left out. On Debian all are there after",
            "  apt install gcc libc6-dev python3",
            "Where other programs want the processors too, two processes hardly ever run at the same moment, and what is fought"
                    + " for costs little more than what is not. Look at the load.",
            "Exit codes: 0 done; 1 a peer failed, or counted wrong; 2 nothing was begun.",
            "Example: gatun bench sync --work lock-uncontended,lock-contended --rounds 9"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SyncCommand implements Callable<Integer> {
    /** As many as any of the works has. */
    private static final int PROCESSES = 2;

    @Mixin
    private Comparison comparison;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "How often each process does each work in a call; by default as --list tells.")
    private @Nullable Integer size;

    @Override
    public Integer call() throws InterruptedException {
        List<SyncWork> works = comparison.works(SyncWork.values());
        comparison.require(size == null || size >= 1, "--size " + size + ": it must be at least 1");
        List<Trial> trials = new ArrayList<>();
        for (SyncWork work : works) {
            if (size != null) {
                trials.add(new Trial(work, size));
            } else {
                work.sizes().forEach(each -> trials.add(new Trial(work, each)));
            }
        }
        return comparison.run(PROCESSES, trials, SyncCatalog::of);
    }
}
