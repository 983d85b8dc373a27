package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import io.gatun.testing.Await;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.ChildProgram;
import io.gatun.testing.Python;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A world that lies in another program, and is moved by lines: {@code open 3 barrier 3}, {@code a wait}, {@code interrupt a},
 * {@code close}. An answer has the first word of its question before it.
 */
final class ChildWorld implements World {
    private final ChildProgram child;
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();

    private ChildWorld(ChildProgram child) {
        this.child = child;
        Thread.ofPlatform().daemon().name("answers of " + child.pid()).start(this::readAnswers);
    }

    /** The primitives of CPython's {@code multiprocessing}, used by {@code threads} of one interpreter or by {@code processes}. */
    static World ofCPython(String parties) {
        try {
            Path script = Path.of(Objects.requireNonNull(ChildWorld.class.getResource("parties.py"))
                    .toURI());
            return new ChildWorld(Python.start(script, parties));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Gatun's, used by virtual threads that have one carrier: whoever kept it while he waits would keep it from all. */
    static World ofVirtualThreads() {
        List<String> flags =
                List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
        return new ChildWorld(ChildJvm.startWith(flags, VirtualThreads.class));
    }

    @Override
    public Cast open(String primitive, int parties) {
        String opened = join(ask("open", parties + " " + primitive + " in " + SegmentName.folder()));
        return new Cast() {
            @Override
            public String opened() {
                return opened;
            }

            @Override
            public CompletableFuture<String> tell(int party, String command) {
                return ask(nameOf(party), command);
            }

            @Override
            public void interrupt(int party) {
                child.send("interrupt " + nameOf(party));
            }

            @Override
            public void close() {
                join(ask("close", ""));
            }
        };
    }

    private static String nameOf(int party) {
        return String.valueOf((char) ('a' + party));
    }

    private CompletableFuture<String> ask(String who, String command) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(who, answer);
        child.send(who + " " + command);
        return answer;
    }

    private static String join(CompletableFuture<String> answer) {
        return answer.orTimeout(Await.WATCHDOG_SECONDS, TimeUnit.SECONDS).join();
    }

    private void readAnswers() {
        try {
            for (Optional<String> line = child.awaitLine(); line.isPresent(); line = child.awaitLine()) {
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
        fail("child " + child.pid() + " has ended");
    }

    private void fail(String why) {
        asked.values().forEach(answer -> answer.completeExceptionally(new AssertionError(why)));
    }

    @Override
    public void close() {
        child.close();
    }
}
