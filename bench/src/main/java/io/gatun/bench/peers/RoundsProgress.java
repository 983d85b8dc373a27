package io.gatun.bench.peers;

import io.gatun.cli.Terminal;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar of turns on standard error, from the first second on, where there is a terminal to show it on. */
final class RoundsProgress implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long begin = System.nanoTime();
    private final long steps;
    private final boolean silent;
    private long done;
    private String trial = "";
    private @Nullable ProgressBar bar;

    RoundsProgress(long steps, boolean silent) {
        this.steps = steps;
        this.silent = silent || !Terminal.isThere();
    }

    /** Tells what is going on now. */
    void at(Trial now) {
        trial = now.toString();
        show();
    }

    /** Tells that one more turn is done. */
    void step() {
        done++;
        show();
    }

    private void show() {
        if (silent || System.nanoTime() - begin < PATIENCE_NANOS) {
            return;
        }
        ProgressBar shown = bar;
        if (shown == null) {
            shown = new ProgressBarBuilder()
                    .setTaskName("turns")
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
            bar = shown;
        }
        shown.stepTo(Math.min(done, steps));
        shown.setExtraMessage(trial);
    }

    /** Ends the bar's line. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
