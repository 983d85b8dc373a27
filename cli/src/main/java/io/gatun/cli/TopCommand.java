package io.gatun.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun top}: all pools, jobs, locks and collections, live. */
@Command(
        name = "top",
        description = "Shows this user's pools and their workers, jobs, collections and locks, again and again.",
        footer = {
            "",
            "Keys: q ends it, s sorts otherwise. It only reads: no lock is touched, and it works after all whose segments they are",
            "have died. Elements a second are those since the look before; with --once it looks twice.",
            "Exit codes: 0 shown; 2 the command line cannot be used."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TopCommand implements Callable<Integer> {
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 3600;
    private static final long ONCE_MILLIS = 200;

    @Option(names = "--once", description = "Print it once, all of it, and end.")
    private boolean once;

    @Option(names = "--json", description = "Print it as one JSON object, and end.")
    private boolean asJson;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "How long between two looks (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            defaultValue = "rate",
            description = "What comes first: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TopScreen.Sort sort;

    @Spec
    private CommandSpec spec;

    @Override
    @SuppressWarnings("try") // to be interrupted is what they are for
    public Integer call() throws InterruptedException {
        if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
            throw new UsageException("--interval " + seconds + ": it is 0.1 to 3600 seconds");
        }
        PrintWriter out = spec.commandLine().getOut();
        long millis = (long) (seconds * 1000);
        if (asJson || once) {
            TopSnapshot before = TopSnapshot.take();
            if (!before.pools().isEmpty()) {
                Thread.sleep(ONCE_MILLIS);
            }
            TopSnapshot now = TopSnapshot.take();
            show(out, before, now);
        } else if (Terminal.isStandardOutput()) {
            try (Interrupts interrupts = Interrupts.ofThisThread();
                    TopTerminal terminal = new TopTerminal()) {
                draw(terminal, millis);
            }
        } else {
            TopSnapshot before = null;
            while (!out.checkError()) {
                TopSnapshot now = TopSnapshot.take();
                show(out, before, now);
                before = now;
                Thread.sleep(millis);
            }
        }
        return ExitCode.OK;
    }

    private void show(PrintWriter out, @Nullable TopSnapshot before, TopSnapshot now) {
        TopRates rates = new TopRates(before, now);
        if (asJson) {
            Json.print(out, json -> TopJson.write(json, now, rates));
        } else {
            Ansi ansi = Terminal.isStandardOutput() ? Ansi.AUTO : Ansi.OFF;
            new TopScreen(ansi, sort).lines(now, rates).forEach(out::println);
            out.flush();
        }
    }

    private void draw(TopTerminal terminal, long millis) throws InterruptedException {
        TopSnapshot before = null;
        TopSnapshot now = TopSnapshot.take();
        while (true) {
            TopScreen screen = new TopScreen(Ansi.AUTO, sort);
            Optional<TopTerminal.Size> size = TopTerminal.size();
            terminal.draw(TopScreen.fit(screen.lines(now, new TopRates(before, now)), size));
            switch (TopTerminal.awaitKey(millis)) {
                case 'q', 'Q' -> {
                    return;
                }
                case 's', 'S' -> sort = sort.next();
                default -> {
                    before = now;
                    now = TopSnapshot.take();
                }
            }
        }
    }
}
