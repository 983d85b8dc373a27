package io.gatun.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    private Comparison comparison;

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

    @Override
    public Integer call() throws InterruptedException {
        List<JobWork> works = comparison.works(JobWork.values());
        comparison.require(workers >= 1, "--workers " + workers + ": it must be at least 1");
        comparison.require(size == null || size >= 1, "--size " + size + ": it must be at least 1");
        return comparison.run(workers, trials(works), PeerCatalog::of);
    }

    private List<Trial> trials(List<JobWork> works) {
        List<Trial> trials = new ArrayList<>();
        for (JobWork work : works) {
            if (work == JobWork.EMPTY) {
                trials.add(new Trial(work, workers));
            } else if (size != null && work.unit().equals(JobWork.SIN2COS2.unit())) {
                trials.add(new Trial(work, size));
            } else {
                work.sizes().forEach(each -> trials.add(new Trial(work, each)));
            }
        }
        return trials;
    }
}
