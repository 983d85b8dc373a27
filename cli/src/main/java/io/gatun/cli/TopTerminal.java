package io.gatun.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A terminal that is drawn on again and again: on its second screen, so that what was there is there again afterwards, and without
 * waiting for the end of a line to read a key. Whatever is asked of it is asked by {@code stty}, which every Linux has.
 *
 * <p><b>Threads:</b> used by one.
 */
final class TopTerminal implements AutoCloseable {
    private static final String SECOND_SCREEN = "\033[?1049h\033[?25l";
    private static final String FIRST_SCREEN = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";

    private final String settings;

    /** How many rows and columns it has. */
    record Size(int rows, int columns) {}

    /** Begins to draw. */
    TopTerminal() {
        settings = stty("-g").orElse("");
        stty("-icanon", "-echo", "min", "0", "time", "0");
        print(SECOND_SCREEN);
    }

    private static Optional<String> stty(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns its size now; empty if it does not tell. */
    static Optional<Size> size() {
        return stty("size")
                .filter(said -> said.matches("[1-9]\\d{0,4} [1-9]\\d{0,4}"))
                .map(said -> {
                    String[] numbers = said.split(" ", 2);
                    return new Size(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
                });
    }

    /** Draws lines over what was there. */
    void draw(List<String> lines) {
        print(HOME + String.join(CLEAR_LINE + "\r\n", lines) + CLEAR_LINE + CLEAR_BELOW);
    }

    private static void print(String text) {
        System.out.print(text);
        System.out.flush();
    }

    /** Waits for a key; returns 0 if none comes. */
    static char awaitKey(long millis) throws InterruptedException {
        long begin = System.nanoTime();
        do {
            try {
                if (System.in.available() > 0) {
                    return (char) System.in.read();
                }
            } catch (IOException e) {
                // there are no keys then
            }
            Thread.sleep(20);
        } while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(millis));
        return 0;
    }

    /** Cuts a line, in which colours take no room. */
    static String cut(String line, int columns) {
        int shown = 0;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\033') {
                i = line.indexOf('m', i);
            } else if (shown == columns) {
                return line.substring(0, i) + (line.contains("\033") ? "\033[0m" : "");
            } else {
                shown++;
            }
        }
        return line;
    }

    /** Leaves the terminal as it was. */
    @Override
    public void close() {
        print(FIRST_SCREEN);
        boolean isInterrupted = Thread.interrupted(); // by what ends this: there still is to be waited for stty
        if (!settings.isEmpty()) {
            stty(settings);
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
