package io.gatun.cli;

import io.gatun.collection.CollectionInfo;
import io.gatun.job.control.PoolSnapshot;
import io.gatun.job.control.PoolSnapshot.JobState;
import io.gatun.job.control.PoolSnapshot.WorkerState;
import io.gatun.segment.SegmentName;
import io.gatun.sync.LockInfo;
import io.gatun.sync.SyncKind;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code gatun top} shows, as lines.
 *
 * @param ansi whether they are coloured
 * @param sort what comes first
 */
record TopScreen(Ansi ansi, Sort sort) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int BAR = 20;

    /** What comes first. */
    enum Sort {
        /** Who does most elements a second; the fullest collection. */
        RATE,
        /** In alphabetical order; workers as they came. */
        NAME,
        /** Who has most memory. */
        MEMORY;

        /** Returns the next, after the last the first. */
        Sort next() {
            return switch (this) {
                case RATE -> NAME;
                case NAME -> MEMORY;
                case MEMORY -> RATE;
            };
        }

        /** Returns the name, as it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    List<String> lines(TopSnapshot now, TopRates rates) {
        List<String> lines = new ArrayList<>();
        String time = TIME.format(now.time().atZone(ZoneId.systemDefault()));
        lines.add(bold("gatun top  " + time) + "  " + SegmentName.folder() + "  sorted by " + sort);
        if (now.isEmpty()) {
            lines.add("no pool, lock or collection of this user's is here; gatun demo status makes some");
        }
        now.damaged().forEach(line -> lines.add(red("damaged: ") + line));
        addPools(lines, now, rates);
        addCollections(lines, now);
        addLocks(lines, now);
        return lines;
    }

    private void addPools(List<String> lines, TopSnapshot now, TopRates rates) {
        Comparator<PoolSnapshot> byName =
                Comparator.comparing(pool -> pool.name().value());
        Comparator<PoolSnapshot> order = switch (sort) {
            case NAME -> byName;
            case RATE ->
                Comparator.<PoolSnapshot>comparingDouble(rates::of).reversed().thenComparing(byName);
            case MEMORY ->
                Comparator.comparingLong(TopScreen::residentBytes).reversed().thenComparing(byName);
        };
        for (PoolSnapshot pool : now.pools().stream().sorted(order).toList()) {
            lines.add("");
            lines.add(bold("POOL " + pool.name().value()) + "  coordinator " + pool.coordinatorPid() + " "
                    + (pool.isCoordinated() ? green("runs") : red("is dead")) + "  "
                    + pool.workers().size()
                    + " workers, " + bytes(residentBytes(pool)));
            lines.add("  " + pool.job().map(job -> job(job, rates.of(pool))).orElse("no job"));
            lines.add(bold(String.format(
                    Locale.ROOT,
                    "  %4s %8s %-8s %12s %12s %16s %10s",
                    "ROW",
                    "PID",
                    "STATE",
                    "CHUNK",
                    "DONE",
                    "ELEMENTS/S",
                    "MEMORY")));
            pool.workers().stream()
                    .sorted(order(pool, rates))
                    .forEach(worker -> lines.add(worker(worker, rates.of(pool, worker))));
        }
    }

    private Comparator<WorkerState> order(PoolSnapshot pool, TopRates rates) {
        Comparator<WorkerState> byRow = Comparator.comparingInt(WorkerState::row);
        return switch (sort) {
            case NAME -> byRow;
            case RATE ->
                Comparator.<WorkerState>comparingDouble(worker -> rates.of(pool, worker))
                        .reversed()
                        .thenComparing(byRow);
            case MEMORY ->
                Comparator.comparingLong(WorkerState::residentBytes).reversed().thenComparing(byRow);
        };
    }

    private static long residentBytes(PoolSnapshot pool) {
        return pool.workers().stream().mapToLong(WorkerState::residentBytes).sum();
    }

    private static String job(JobState job, double perSecond) {
        String left = perSecond > 0
                ? String.format(Locale.ROOT, ", %.0f s left", (job.elements() - job.elementsDone()) / perSecond)
                : "";
        String lost = job.chunksLost() > 0 ? ", " + job.chunksLost() + " lost" : "";
        return String.format(
                        Locale.ROOT,
                        "%s %s %3d %%  %,d of %,d chunks%s, %,.0f elements/s%s",
                        job.kernel(),
                        bar(job.elementsDone(), job.elements()),
                        100 * job.elementsDone() / Math.max(1, job.elements()),
                        job.chunksDone(),
                        job.chunks(),
                        lost,
                        perSecond,
                        left)
                .replaceAll("\\p{Cntrl}", "?");
    }

    private String worker(WorkerState worker, double perSecond) {
        String state = String.format(
                Locale.ROOT,
                "%-8s",
                worker.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        String shown = switch (worker.state()) {
            case AT_WORK -> green(state);
            case IDLE -> state;
            case STOPPED -> yellow(state);
            case DEAD -> red(state);
        };
        return String.format(
                Locale.ROOT,
                "  %4d %8d %s %12s %12s %16s %10s",
                worker.row(),
                worker.pid(),
                shown,
                worker.chunk() < 0 ? "-" : NumberTexts.grouped(worker.chunk()),
                NumberTexts.grouped(worker.chunksDone()),
                String.format(Locale.ROOT, "%,.0f", perSecond),
                bytes(worker.residentBytes()));
    }

    private void addCollections(List<String> lines, TopSnapshot now) {
        if (now.collections().isEmpty()) {
            return;
        }
        Comparator<CollectionInfo> byName =
                Comparator.comparing(info -> info.name().value());
        Comparator<CollectionInfo> order = switch (sort) {
            case NAME -> byName;
            case RATE -> Comparator.comparingDouble(TopScreen::fill).reversed().thenComparing(byName);
            case MEMORY ->
                Comparator.<CollectionInfo>comparingLong(info -> info.memory().reservedBytes())
                        .reversed()
                        .thenComparing(byName);
        };
        lines.add("");
        lines.add(bold(String.format(
                Locale.ROOT,
                "%-28s %-24s %14s %14s %10s %10s  %s",
                "COLLECTION",
                "KIND",
                "SIZE",
                "CAPACITY",
                "USED",
                "HAS",
                "FULL")));
        for (CollectionInfo info : now.collections().stream().sorted(order).toList()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %-24s %14s %14s %10s %10s  %s %3.0f %%",
                    info.name().value(),
                    cut(CollectionTexts.kind(info), 24),
                    NumberTexts.grouped(info.size()),
                    info.capacity() < 0 ? "-" : NumberTexts.grouped(info.capacity()),
                    bytes(info.memory().usedBytes()),
                    bytes(info.memory().reservedBytes()),
                    bar(Math.round(1000 * fill(info)), 1000),
                    100 * fill(info)));
        }
    }

    /** How near it is to having no room: for another element, or for its bytes. */
    private static double fill(CollectionInfo info) {
        double bytes = info.memory().limitBytes() == 0
                ? 0
                : (double) info.memory().usedBytes() / info.memory().limitBytes();
        return info.capacity() <= 0 ? bytes : Math.max(bytes, (double) info.size() / info.capacity());
    }

    private void addLocks(List<String> lines, TopSnapshot now) {
        List<LockInfo> locks =
                now.locks().stream().filter(TopScreen::isWorthALine).toList();
        if (locks.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(bold(
                String.format(Locale.ROOT, "%-28s %-17s %7s %6s  %s", "LOCK", "KIND", "WAITERS", "DEATHS", "STATE")));
        for (LockInfo lock : locks) {
            String state = LockTexts.state(lock);
            String shown = switch (lock.state()) {
                case FREE -> state;
                case HELD -> green(state);
                case REPAIRING -> yellow(state);
                case OWNER_DIED, UNUSABLE, UNSOUND -> red(state);
            };
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %-17s %7d %6d  %s",
                    LockTexts.name(lock),
                    LockTexts.kind(lock),
                    lock.waiters(),
                    lock.deaths(),
                    shown));
        }
    }

    /** Each collection has a lock, which is of interest while somebody has it. */
    private static boolean isWorthALine(LockInfo lock) {
        return !lock.kind().equals(Optional.of(SyncKind.COLLECTION_LOCK))
                || lock.state() != LockInfo.State.FREE
                || lock.deaths() > 0;
    }

    private static String bar(long done, long of) {
        int full = of <= 0 ? 0 : Math.clamp(BAR * done / of, 0, BAR);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private static String bytes(long count) {
        if (count < 1 << 10) {
            return count + " B";
        }
        int unit = (Long.SIZE - 1 - Long.numberOfLeadingZeros(count)) / 10;
        return String.format(Locale.ROOT, "%.1f %ciB", count / Math.pow(1024, unit), " KMGTPE".charAt(unit));
    }

    private String bold(String text) {
        return styled("1", text);
    }

    private String red(String text) {
        return styled("31", text);
    }

    private String green(String text) {
        return styled("32", text);
    }

    private String yellow(String text) {
        return styled("33", text);
    }

    private String styled(String code, String text) {
        return ansi.enabled() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /** Cuts lines to what a terminal has room for, and says how many there were besides. */
    static List<String> fit(List<String> lines, Optional<TopTerminal.Size> size) {
        if (size.isEmpty()) {
            return lines;
        }
        int rows = Math.max(2, size.get().rows());
        List<String> fitted = new ArrayList<>();
        for (String line : lines.size() <= rows ? lines : lines.subList(0, rows - 1)) {
            fitted.add(TopTerminal.cut(line, size.get().columns()));
        }
        if (lines.size() > rows) {
            fitted.add("… " + (lines.size() - rows + 1) + " more lines: make the terminal higher, or use --once");
        }
        return fitted;
    }
}
