package io.gatun.sync.contract;

import io.gatun.testing.ChildProgram;
import io.gatun.testing.Python;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The primitives of CPython's {@code multiprocessing}, used by threads of one interpreter or by processes. */
final class CPythonWorld implements World {
    private final ChildProgram python;
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();

    /** Starts an interpreter; the parties are {@code threads} or {@code processes}. */
    CPythonWorld(String parties) {
        python = Python.start(script(), parties);
        Thread.ofPlatform().daemon().name("answers of python " + python.pid()).start(this::readAnswers);
    }

    private static Path script() {
        try {
            return Path.of(Objects.requireNonNull(CPythonWorld.class.getResource("parties.py"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Cast open(String primitive, int parties) {
        String opened = ask("open", parties + " " + primitive).join();
        return new Cast() {
            @Override
            public String opened() {
                return opened;
            }

            @Override
            public CompletableFuture<String> tell(int party, String command) {
                return ask(String.valueOf((char) ('a' + party)), command);
            }

            @Override
            public void interrupt(int party) {
                throw new UnsupportedOperationException("CPython's threads cannot be interrupted");
            }

            @Override
            public void close() {
                ask("close", "").join();
            }
        };
    }

    private CompletableFuture<String> ask(String who, String command) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(who, answer);
        python.send(who + " " + command);
        return answer;
    }

    private void readAnswers() {
        try {
            for (Optional<String> line = python.awaitLine(); line.isPresent(); line = python.awaitLine()) {
                String[] answer = line.get().split(" ", 2);
                CompletableFuture<String> asker = asked.remove(answer[0]);
                if (asker != null) {
                    asker.complete(answer[1]);
                } else {
                    fail(line.get()); // a line of a stack trace
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fail("Python has ended");
    }

    private void fail(String why) {
        asked.values().forEach(answer -> answer.completeExceptionally(new AssertionError(why)));
    }

    @Override
    public void close() {
        python.close();
    }
}
