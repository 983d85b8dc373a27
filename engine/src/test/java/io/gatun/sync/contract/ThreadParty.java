package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A thread of this JVM. */
final class ThreadParty implements Party {
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Opened> opened;
    private final Thread thread;
    private volatile boolean ended;

    /**
     * Starts a thread.
     *
     * @param opened what those who share an attachment share: one of them opens it, and one closes it
     */
    ThreadParty(ThreadFactory threads, AtomicReference<@Nullable Opened> opened) {
        this.opened = opened;
        this.thread = threads.newThread(this::act);
        thread.start();
    }

    @Override
    public CompletableFuture<String> tell(String command) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        tell(command, answer::complete);
        return answer;
    }

    /** As {@link #tell(String)}; the thread itself gives the answer. */
    void tell(String command, Consumer<String> answer) {
        commands.add(() -> answer.accept(answerTo(Command.of(command))));
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public void end() {
        ended = true;
        commands.add(() -> {}); // for it to notice, if it waits for one
        thread.interrupt();
    }

    private void act() {
        while (!ended) {
            next().run();
        }
    }

    /** An interrupt that comes between two commands is for the second. */
    private Runnable next() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return commands.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String answerTo(Command command) {
        try {
            return String.valueOf(perform(command));
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (IllegalMonitorStateException e) {
            return "not-held";
        } catch (IllegalArgumentException e) {
            return "invalid";
        } catch (Throwable e) {
            return e.toString().replace('\n', ' ');
        }
    }

    private Object perform(Command command) throws Exception {
        return switch (command.verb()) {
            case "create", "attach" -> {
                open(command);
                yield Subject.OK;
            }
            case "interrupted" -> Thread.interrupted();
            case "repeat" -> repeat(command);
            case "close" -> {
                close();
                yield Subject.OK;
            }
            default ->
                Objects.requireNonNull(opened.get(), "create or attach comes first")
                        .perform(command);
        };
    }

    private void open(Command command) {
        if (opened.get() != null) {
            return; // another has done it
        }
        Path path = Path.of(command.arguments().getFirst());
        System.setProperty(SegmentName.FOLDER_PROPERTY, String.valueOf(path.getParent())); // as in the JVM of the test
        SegmentName name = SegmentName.of(String.valueOf(path.getFileName()));
        Command primitive = new Command(
                command.arguments().get(1),
                command.arguments().subList(2, command.arguments().size()));
        opened.set(command.verb().equals("create") ? Opened.create(name, primitive) : Opened.attach(name, primitive));
    }

    private void close() {
        Opened closing = opened.getAndSet(null);
        if (closing != null) {
            try (closing) {
                closing.unlink(); // the first one does; the others' do nothing
            }
        }
    }

    private Object repeat(Command command) throws Exception {
        int times = command.number(0);
        String rest = String.join(
                " ", command.arguments().subList(1, command.arguments().size()));
        List<Command> commands = Stream.of(rest.split("/", -1)).map(Command::of).toList();
        Object answer = Subject.OK;
        for (int i = 0; i < times; i++) {
            for (Command next : commands) {
                answer = perform(next);
            }
        }
        return answer;
    }
}
