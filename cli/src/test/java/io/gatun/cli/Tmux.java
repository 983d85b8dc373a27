package io.gatun.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A real terminal, of tmux, in which a command runs. */
final class Tmux implements AutoCloseable {
    private final String socket = "gatun-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    private Tmux() {}

    /** Starts a command in a terminal of so many columns and rows. It says how the command ended, and stays. */
    static Tmux start(int columns, int rows, GatunCommand command) {
        String words = command.words().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Tmux tmux = new Tmux();
        tmux.run(
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                words + "; echo ended with $?; sleep 60");
        return tmux;
    }

    /** Returns what the terminal shows. */
    String screen() {
        return run("capture-pane", "-p");
    }

    /** Presses a key. */
    void press(String key) {
        run("send-keys", key);
    }

    private String run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
        words.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(words + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("is tmux installed? .ci/run installs what tests need", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        run("kill-server");
    }
}
