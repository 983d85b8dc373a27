package io.gatun.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** What happened in a soak of commands. */
final class CoordinatorTally {
    private static final double NANOS_IN_A_MILLISECOND = 1e6;

    private final List<String> wrong = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final DescriptiveStatistics workersGone = new DescriptiveStatistics();
    private final DescriptiveStatistics resumeTook = new DescriptiveStatistics();
    private int kills;
    private int resumesKilled;
    private int notStarted;
    private int resumed;
    private int finishedBefore;
    private int besideOutputs;

    int kills() {
        return kills;
    }

    /** Counts a command that was killed before its end. */
    void killed() {
        kills++;
    }

    /** Counts one that was killed while it finished what another had left. */
    void resumeKilled() {
        resumesKilled++;
    }

    /** Counts one after whose death all is as it was before. */
    void notStarted() {
        notStarted++;
    }

    /** Counts one whose job was finished by another. */
    void resumed() {
        resumed++;
    }

    /** Counts one that had done all but end when it was killed. */
    void finishedBefore() {
        finishedBefore++;
    }

    /** Counts a temporary file of an output on disk, which stays beside it. */
    void besideOutputs() {
        besideOutputs++;
    }

    /** Notes how long the workers lived on. */
    void workersGone(long nanos) {
        workersGone.addValue(nanos / NANOS_IN_A_MILLISECOND);
    }

    /** Notes how long it took to finish a job, from the start of the command to its end. */
    void resumeTook(long nanos) {
        resumeTook.addValue(nanos / NANOS_IN_A_MILLISECOND);
    }

    /** Notes a job that nobody can finish. */
    void lost(String what) {
        lost.add(what);
    }

    /** Notes wrong bits, unless they are right. */
    void requireBits(boolean right, String what) {
        if (!right) {
            wrong.add(what);
        }
    }

    /** Notes anything else that should not be. */
    void require(boolean right, String what) {
        if (!right) {
            others.add(what);
        }
    }

    /** Returns all that should not be. */
    List<String> failures() {
        List<String> all = new ArrayList<>(wrong);
        all.addAll(lost);
        all.addAll(others);
        return all;
    }

    String table(long seed, double seconds) {
        List<String> lines = new ArrayList<>();
        lines.add("coordinator soak %.0f s, seed %d".formatted(seconds, seed));
        lines.add(count("kills", kills));
        lines.add(count("  not started", notStarted));
        lines.add(count("  resumed", resumed));
        lines.add(count("  finished before", finishedBefore));
        lines.add(count("resumes killed", resumesKilled));
        lines.add(count("jobs lost", lost.size()));
        lines.add(count("wrong bits", wrong.size()));
        lines.add(count("left behind", others.size()));
        lines.add(count("beside outputs", besideOutputs));
        lines.add("in ms                  p50       p99       max");
        lines.add(times("resume", resumeTook));
        lines.add(times("workers gone", workersGone));
        failures().forEach(failure -> lines.add("! " + failure));
        return String.join("\n", lines) + "\n";
    }

    private static String count(String name, int count) {
        return "%-17s %,d".formatted(name, count);
    }

    private static String times(String name, DescriptiveStatistics times) {
        return "%-16s %9.1f %9.1f %9.1f"
                .formatted(name, times.getPercentile(50), times.getPercentile(99), times.getMax());
    }
}
