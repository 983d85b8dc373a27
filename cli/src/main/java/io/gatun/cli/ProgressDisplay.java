package io.gatun.cli;

import io.gatun.job.Progress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, for a job that takes over a second and has a terminal to show it on. */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What elements are counted in. */
    enum Unit {
        ONE("", 1),
        THOUSAND("K", 1_000),
        MILLION("M", 1_000_000),
        BILLION("G", 1_000_000_000);

        private static final long ENOUGH = 100;

        private final String symbol;
        private final long elements;

        Unit(String symbol, long elements) {
            this.symbol = symbol;
            this.elements = elements;
        }

        /** Returns the largest in which the count moves by every percent. */
        static Unit of(long elements) {
            Unit largest = ONE;
            for (Unit unit : values()) {
                if (elements / unit.elements >= ENOUGH) {
                    largest = unit;
                }
            }
            return largest;
        }
    }

    private final String task;
    private final boolean silent;
    private @Nullable ProgressBar bar;

    ProgressDisplay(String task, boolean silent) {
        this.task = task;
        this.silent = silent;
    }

    @Override
    public void accept(Progress progress) {
        if (silent || progress.elapsedNanos() < PATIENCE_NANOS) {
            return;
        }
        ProgressBar shown = bar;
        if (shown == null) {
            if (!Terminal.isThere()) {
                return;
            }
            Unit unit = Unit.of(progress.elements());
            shown = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(progress.elements())
                    .startsFrom(progress.elementsDone(), Duration.ofNanos(progress.elapsedNanos()))
                    .setUnit(unit.symbol, unit.elements)
                    .setStyle(ProgressBarStyle.ASCII)
                    .showSpeed()
                    .build();
            bar = shown;
        }
        shown.stepTo(progress.elementsDone());
    }

    /** Ends the bar's line, however far it came. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
