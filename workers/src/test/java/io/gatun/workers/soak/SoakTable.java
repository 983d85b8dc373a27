package io.gatun.workers.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** What a soak came to, as a table. */
final class SoakTable {
    private static final double NANOS_IN_A_MILLISECOND = 1e6;

    private final Tally tally;
    private final List<String> leaks;
    private final List<String> lines = new ArrayList<>();

    private SoakTable(Tally tally, List<String> leaks) {
        this.tally = tally;
        this.leaks = leaks;
    }

    /** Returns its lines. */
    static String of(Tally tally, List<String> leaks, long seed, double seconds) {
        SoakTable table = new SoakTable(tally, leaks);
        table.lines.add("worker soak     %.0f s, seed %d".formatted(seconds, seed));
        table.counts();
        table.times();
        return String.join("\n", table.lines) + "\n";
    }

    private void counts() {
        List<Shot> hits = tally.hits();
        lines.add("kills           %,d: %,d by SIGKILL, %,d by SIGTERM, %,d by SIGSTOP and the chunk's limit"
                .formatted(hits.size(), count(hits, Signal.KILL), count(hits, Signal.TERM), count(hits, Signal.STOP)));
        add("  in a job", hits.stream().filter(Shot::wasInAJob).count());
        add("jobs", tally.jobs());
        add("chunks retried", tally.retries());
        add("slow chunks", tally.slow()); // whose workers the limit ended without a signal
        add("jobs lost", tally.lost().size());
        add("wrong bits", tally.wrong().size());
        add("hung", tally.hung().size());
        add("other deaths", tally.unexplained().size());
        add("leaks", leaks.size());
        for (List<String> bad : List.of(tally.lost(), tally.wrong(), tally.hung(), tally.unexplained(), leaks)) {
            bad.forEach(what -> lines.add("! " + what));
        }
    }

    private void times() {
        List<Shot> killed = inAJob(false);
        List<Shot> stopped = inAJob(true);
        lines.add("from the signal, in ms          p50       p99       max   of kills");
        row("SIGKILL, SIGTERM: ended", killed, Shot::untilEnded);
        row("  noticed", killed, Shot::untilNoticed);
        row("  noticed after its end", killed, shot -> Math.max(1, shot.untilNoticed() - shot.untilEnded()));
        row("  chunks given back", killed, Shot::untilGivenBack);
        row("  a new process has come", killed, Shot::untilReplaced);
        row("SIGSTOP: ended, noticed", stopped, Shot::untilNoticed);
        row("  chunks given back", stopped, Shot::untilGivenBack);
        row("  a new process has come", stopped, Shot::untilReplaced);
    }

    private void row(String name, List<Shot> shots, ToLongFunction<Shot> nanos) {
        DescriptiveStatistics statistics = new DescriptiveStatistics();
        for (Shot shot : shots) {
            long time = nanos.applyAsLong(shot);
            if (time != 0) {
                statistics.addValue(time / NANOS_IN_A_MILLISECOND);
            }
        }
        lines.add("%-25s %9.2f %9.2f %9.2f %10d"
                .formatted(
                        name,
                        statistics.getPercentile(50),
                        statistics.getPercentile(99),
                        statistics.getMax(),
                        statistics.getN()));
    }

    private List<Shot> inAJob(boolean stopped) {
        return tally.hits().stream()
                .filter(shot -> shot.wasInAJob() && (shot.signal() == Signal.STOP) == stopped)
                .toList();
    }

    private static long count(List<Shot> shots, Signal signal) {
        return shots.stream().filter(shot -> shot.signal() == signal).count();
    }

    private void add(String name, long count) {
        lines.add("%-15s %,d".formatted(name, count));
    }
}
