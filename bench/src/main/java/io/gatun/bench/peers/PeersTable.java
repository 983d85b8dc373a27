package io.gatun.bench.peers;

import io.gatun.bench.peers.TrialResult.Finished;
import io.gatun.bench.peers.TrialResult.LeftOut;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints what came out of a trial for people. */
final class PeersTable {
    private PeersTable() {}

    static void print(PrintWriter out, TrialResult result) {
        Work work = result.trial().work();
        boolean anyTarget = result.finished().stream()
                .anyMatch(peer -> work.target(peer.name()).isPresent());
        out.printf("%s: %s%n", result.trial(), work.about());
        row(out, "PEER", "MEDIAN", "P99", "MIDDLE HALF", "GATUN/PEER", "95 % INTERVAL", anyTarget ? "TARGET" : "");
        result.finished().forEach(peer -> row(out, work, peer));
        for (LeftOut peer : result.leftOut()) {
            out.printf("  %-16s %s: %s%n", peer.name(), peer.failed() ? "FAILED" : "left out", oneLine(peer.reason()));
        }
        out.println();
        out.flush();
    }

    private static void row(PrintWriter out, Work work, Finished peer) {
        Samples samples = peer.samples();
        row(
                out,
                peer.name(),
                time(samples.quantile(0.5)),
                samples.count() < 100 ? "–" : time(samples.quantile(0.99)),
                time(samples.quantile(0.25)) + " … " + time(samples.quantile(0.75)),
                peer.ratio()
                        .map(ratio -> number(ratio.median()))
                        .orElse(peer.name().equals(Rounds.OURS) ? "" : "–"),
                peer.ratio()
                        .flatMap(Ratio::interval)
                        .map(interval -> number(interval.low()) + " … " + number(interval.high()))
                        .orElse(peer.ratio().isPresent() ? "–" : ""),
                peer.ratio()
                        .map(ratio -> target(work.target(peer.name()), ratio))
                        .orElse(""));
    }

    private static String target(OptionalDouble target, Ratio ratio) {
        return target.isEmpty()
                ? ""
                : target.getAsDouble() + (ratio.median() <= target.getAsDouble() ? ", met" : ", MISSED");
    }

    private static void row(PrintWriter out, Object... cells) {
        out.println(String.format(Locale.ROOT, "  %-16s %10s %10s   %-23s %11s   %-17s%s", cells)
                .stripTrailing());
    }

    /** A time with three digits and its unit. */
    static String time(double nanos) {
        String[] units = {"ns", "µs", "ms", "s"};
        int unit = 0;
        double value = nanos;
        while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return number(value) + " " + units[unit];
    }

    /** Three digits; all, where there are more before the point. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size < 0.9995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
