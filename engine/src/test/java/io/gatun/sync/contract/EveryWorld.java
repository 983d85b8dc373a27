package io.gatun.sync.contract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Plays cases in all worlds, at the same time in each, for a case mostly waits. The worlds are started once for all test
 * classes: making a process is what takes long.
 */
final class EveryWorld implements BeforeAllCallback {
    private final Map<Where, World> worlds = new EnumMap<>(Where.class);

    /** The worlds there are. */
    private enum Where {
        CPYTHON_THREADS,
        CPYTHON_PROCESSES,
        PLATFORM_THREADS,
        VIRTUAL_THREADS,
        THREADS_THAT_ATTACH,
        PROCESSES;

        World start() {
            return switch (this) {
                case CPYTHON_THREADS -> ChildWorld.ofCPython("threads");
                case CPYTHON_PROCESSES -> ChildWorld.ofCPython("processes");
                case PLATFORM_THREADS ->
                    new ThreadWorld(Thread.ofPlatform().daemon().factory(), true);
                case VIRTUAL_THREADS -> ChildWorld.ofVirtualThreads();
                case THREADS_THAT_ATTACH ->
                    new ThreadWorld(Thread.ofPlatform().daemon().factory(), false);
                case PROCESSES -> new JvmWorld();
            };
        }

        boolean isCPython() {
            return name().startsWith("CPYTHON");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.create(EveryWorld.class));
        for (Where where : Where.values()) {
            worlds.put(where, store.getOrComputeIfAbsent(where, Where::start, World.class));
        }
    }

    /** Plays a case with a primitive, as {@code barrier 3}; fails if it goes otherwise in one of the worlds. */
    void play(String primitive, String scenario) {
        failIfAny(play(where -> true, primitive, scenario));
    }

    /** Plays a case that goes on purpose otherwise in Gatun than in CPython. */
    void playWith(Difference difference, String primitive, String inCPython, String inGatun) {
        List<String> failures = new ArrayList<>(play(Where::isCPython, primitive, inCPython));
        failures.addAll(play(where -> !where.isCPython(), primitive, inGatun));
        failures.replaceAll(failure -> difference + ": " + failure);
        failIfAny(failures);
    }

    /** Plays a case that CPython has nothing like. */
    void playInGatun(String primitive, String scenario) {
        failIfAny(play(where -> !where.isCPython(), primitive, scenario));
    }

    private List<String> play(Predicate<Where> which, String primitive, String text) {
        Scenario scenario = new Scenario(text);
        Map<Where, CompletableFuture<Void>> played = new EnumMap<>(Where.class);
        try (ExecutorService stages = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("stage ", 0).factory())) {
            worlds.forEach((where, world) -> {
                if (which.test(where)) {
                    played.put(where, CompletableFuture.runAsync(() -> scenario.play(world, primitive), stages));
                }
            });
        }
        List<String> failures = new ArrayList<>();
        played.forEach((where, outcome) -> {
            try {
                outcome.join();
            } catch (CompletionException e) {
                failures.add(where + ": " + e.getCause());
            }
        });
        return failures;
    }

    private static void failIfAny(List<String> failures) {
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }
}
