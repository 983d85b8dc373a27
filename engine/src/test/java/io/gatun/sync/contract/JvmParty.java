package io.gatun.sync.contract;

import io.gatun.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** A thread of another JVM, which has one party. */
final class JvmParty implements Party {
    private static final String INTERRUPT = "interrupt";
    private static final ExecutorService LISTENERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("listener ", 0).factory());

    private final ChildJvm jvm = ChildJvm.start(Main.class);
    private volatile boolean ended;

    @Override
    public CompletableFuture<String> tell(String command) {
        jvm.send(command);
        return CompletableFuture.supplyAsync(jvm::readLine, LISTENERS);
    }

    @Override
    public void interrupt() {
        jvm.send(INTERRUPT);
    }

    /** Kills the JVM. */
    @Override
    public void end() {
        ended = true;
        jvm.close();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Reads what the party is told, and prints what it answers. */
    static final class Main {
        private Main() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            ThreadParty party = new ThreadParty(Thread.ofPlatform().factory(), new AtomicReference<>());
            Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
            while (lines.hasNextLine()) {
                String line = lines.nextLine();
                if (line.equals(INTERRUPT)) {
                    party.interrupt();
                } else {
                    party.tell(line, System.out::println);
                }
            }
            System.exit(0); // the parent has ended: so does a party that waits
        }
    }
}
