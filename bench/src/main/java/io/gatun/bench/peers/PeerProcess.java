package io.gatun.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer that is a process of its own and speaks the line protocol of {@code bench/peers/peer.py}.
 *
 * <p><b>Threads:</b> one asks; two of its own read what the process writes. <b>Crash behaviour:</b> a process that dies, does not
 * answer in time, or answers with something else is killed, and every further request fails. If this JVM dies, the process finds
 * its input at an end, and ends.
 */
final class PeerProcess implements Peer {
    private static final int LAST_LINES = 20;
    private static final long FAREWELL_SECONDS = 3;

    private final String name;
    private final Process process;
    private final Duration patience;
    private final BufferedWriter requests;
    private final BlockingQueue<Line> answers = new LinkedBlockingQueue<>();
    private final Deque<String> lastErrors = new ArrayDeque<>();
    private final Thread errors;
    private final String about;

    /** A line of output, or its end. */
    private sealed interface Line {
        record Text(String text) implements Line {}

        record End() implements Line {}
    }

    private PeerProcess(String name, Process process, Duration patience)
            throws PeerMissingException, PeerFailedException, InterruptedException {
        this.name = name;
        this.process = process;
        this.patience = patience;
        this.requests = process.outputWriter();
        Thread.ofPlatform().daemon().name(name + " answers").start(this::readAnswers);
        this.errors = Thread.ofPlatform().daemon().name(name + " errors").start(this::readErrors);
        try {
            String hello = await("its start");
            if (hello.startsWith("missing ")) {
                throw new PeerMissingException(hello.substring("missing ".length()));
            }
            if (!hello.startsWith("ready ")) {
                throw unexpected("its start", hello);
            }
            about = hello.substring("ready ".length());
        } catch (Throwable e) {
            ProcessTree.kill(process);
            throw e;
        }
    }

    /**
     * Starts a peer.
     *
     * @param patience how long an answer may take
     * @throws PeerMissingException if the program does not exist, or says that something is missing
     * @throws PeerFailedException if it does not come up
     */
    static PeerProcess start(String name, List<String> words, Map<String, String> environment, Duration patience)
            throws PeerMissingException, PeerFailedException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        try {
            return new PeerProcess(name, builder.start(), patience);
        } catch (IOException e) {
            throw new PeerMissingException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        String request = String.format(
                Locale.ROOT, "run %s %d %d %d", trial.work().label(), trial.size(), calls, atMost.toMillis());
        String[] words = ask(request, "done");
        if (words.length < 2) {
            throw unexpected(request, String.join(" ", words));
        }
        OptionalDouble result =
                words[0].equals("-") ? OptionalDouble.empty() : OptionalDouble.of(numbers(request, words[0])[0]);
        return new Turn(numbers(request, Arrays.copyOfRange(words, 1, words.length)), result);
    }

    @Override
    public double[] sample(int count) throws PeerFailedException, InterruptedException {
        String request = "sample " + count;
        double[] values = numbers(request, ask(request, "values"));
        if (values.length != count) {
            throw unexpected(request, values.length + " values");
        }
        return values;
    }

    @Override
    public void drop() throws PeerFailedException, InterruptedException {
        ask("drop", "dropped");
    }

    /** Lets the process end by itself, since Python cleans up behind itself then, and kills it if it does not. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            // it is gone already
        }
        if (!ProcessTree.awaitEnd(process, FAREWELL_SECONDS)) {
            ProcessTree.kill(process);
        }
    }

    /** Returns the words behind the one that is expected. */
    private String[] ask(String request, String expected) throws PeerFailedException, InterruptedException {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            throw died(request);
        }
        String answer = await(request);
        if (answer.startsWith("error ")) {
            throw new PeerFailedException(answer.substring("error ".length()));
        }
        String[] words = answer.split(" ", -1);
        if (!words[0].equals(expected)) {
            throw unexpected(request, answer);
        }
        return Arrays.copyOfRange(words, 1, words.length);
    }

    private String await(String request) throws PeerFailedException, InterruptedException {
        Line line = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            ProcessTree.kill(process);
            throw new PeerFailedException(
                    "no answer within " + patience.toSeconds() + " s to: " + request + "; it was killed");
        }
        if (line instanceof Line.Text(String text)) {
            return text;
        }
        throw died(request);
    }

    private double[] numbers(String request, String... words) throws PeerFailedException {
        try {
            return Arrays.stream(words).mapToDouble(PeerProcess::number).toArray();
        } catch (NumberFormatException e) {
            throw unexpected(request, String.join(" ", words));
        }
    }

    /** C and Python have other words than Java for what is no number. */
    private static double number(String word) {
        return switch (word) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(word);
        };
    }

    private PeerFailedException unexpected(String request, String answer) {
        ProcessTree.kill(process);
        return new PeerFailedException("an answer that makes no sense to: " + request + ": "
                + answer.substring(0, Math.min(answer.length(), 200)));
    }

    private PeerFailedException died(String request) {
        if (!ProcessTree.awaitEnd(process, FAREWELL_SECONDS)) { // it may have closed its output only
            ProcessTree.kill(process);
        }
        awaitErrors();
        String last;
        synchronized (lastErrors) {
            last = lastErrors.isEmpty() ? "" : "; its last line: " + lastErrors.getLast();
        }
        return new PeerFailedException("it ended with exit code " + process.exitValue() + " at: " + request + last);
    }

    /** What it said last may be on its way still. */
    private void awaitErrors() {
        try {
            errors.join(Duration.ofSeconds(FAREWELL_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAnswers() {
        try (BufferedReader in = process.inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(new Line.Text(line));
            }
        } catch (IOException e) {
            // the process was killed
        } finally {
            answers.add(new Line.End());
        }
    }

    private void readErrors() {
        try (BufferedReader in = process.errorReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lastErrors) {
                    if (!line.isBlank()) {
                        lastErrors.addLast(line.strip());
                    }
                    if (lastErrors.size() > LAST_LINES) {
                        lastErrors.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // the process was killed
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
