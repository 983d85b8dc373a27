package io.gatun.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds a Python that has the modules that a peer needs. */
final class PythonInterpreter {
    /** What peers in Python have in their environment: they would leave compiled files beside the sources. */
    static final Map<String, String> ENVIRONMENT = Map.of("PYTHONDONTWRITEBYTECODE", "1");

    private static final List<String> USUAL = List.of("/usr/bin/python3", "python3");
    private static final long PATIENCE_SECONDS = 20;

    // The interpreter itself, not a version manager's script before it, whose start would be timed with a whole
    // command.
    // Modules are looked for and not loaded, which can take seconds.
    private static final String QUESTION = """
            import importlib.util, sys
            missing = [m for m in sys.argv[1:] if importlib.util.find_spec(m) is None]
            print('no ' + ', '.join(missing) if missing else 'has ' + sys.executable)
            """;

    private PythonInterpreter() {}

    /**
     * Returns the first interpreter that has all modules.
     *
     * @param wanted the only one to be tried; null for Debian's, then the one on the path
     * @throws PeerMissingException if none has
     */
    static String with(@Nullable String wanted, String... modules) throws PeerMissingException, InterruptedException {
        List<String> candidates = wanted == null ? USUAL : List.of(wanted);
        List<String> reasons = new ArrayList<>();
        for (String candidate : candidates) {
            String answer = ask(candidate, modules).orElse("is not there");
            if (answer.startsWith("has ")) {
                return answer.substring("has ".length());
            }
            reasons.add(candidate + " " + (answer.startsWith("no ") ? "has " + answer : answer));
        }
        String packages = modules.length == 0 ? "python3" : "python3-" + String.join(" python3-", modules);
        throw new PeerMissingException(String.join(", ", reasons) + " (Debian: apt install " + packages + ")");
    }

    private static Optional<String> ask(String interpreter, String... modules) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(interpreter, "-c", QUESTION));
        words.addAll(List.of(modules));
        try {
            Process python = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                python.getOutputStream().close();
                if (!python.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.of("does not answer");
                }
                String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return Optional.of(python.exitValue() == 0 ? answer : "is no Python 3");
            } finally {
                ProcessTree.kill(python);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
