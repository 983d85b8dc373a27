package io.gatun.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A whole command, timed from its start to its end. It prints a line {@code result NUMBER} and ends with 0 only where it has
 * verified its result itself.
 */
final class CommandPeer implements Peer {
    private static final String RESULT = "result ";

    private final List<String> words;
    private final Map<String, String> environment;
    private final Path output;
    private final Duration patience;

    /**
     * Makes a peer of a command.
     *
     * @param words the command, to which {@code --size} and the size are added
     * @param scratch a folder for its output, which thus never makes it wait
     * @param patience how long it may take
     */
    CommandPeer(List<String> words, Map<String, String> environment, Path scratch, Duration patience) {
        this.words = List.copyOf(words);
        this.environment = Map.copyOf(environment);
        this.output = scratch.resolve("output-" + System.identityHashCode(this));
        this.patience = patience;
    }

    @Override
    public String about() {
        return String.join(" ", words);
    }

    @Override
    public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        return Timing.time(() -> runOnce(trial.size()), calls, atMost);
    }

    private OptionalDouble runOnce(long size) throws PeerFailedException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(words.stream(), Stream.of("--size", Long.toString(size)))
                                .toList())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new PeerFailedException("it takes more than " + patience.toSeconds() + " s; it was killed");
                }
            } finally {
                if (process.isAlive()) {
                    ProcessTree.kill(process);
                }
            }
            List<String> lines = Files.readAllLines(output);
            if (process.exitValue() != 0) {
                throw new PeerFailedException("it ended with exit code " + process.exitValue()
                        + (lines.isEmpty() ? "" : "; its last line: " + lines.getLast()));
            }
            return lines.stream()
                    .filter(line -> line.startsWith(RESULT))
                    .mapToDouble(line -> Double.parseDouble(line.substring(RESULT.length())))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            throw new PeerFailedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public double[] sample(int count) throws PeerFailedException {
        throw new PeerFailedException("there is no array to look at");
    }

    @Override
    public void drop() {}

    @Override
    public void close() {}
}
