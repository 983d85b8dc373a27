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
            shown = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(progress.elements())
                    .startsFrom(progress.elementsDone(), Duration.ofNanos(progress.elapsedNanos()))
                    .setUnit("M", 1_000_000)
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
