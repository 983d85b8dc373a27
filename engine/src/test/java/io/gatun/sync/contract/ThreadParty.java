package io.gatun.sync.contract;

import io.gatun.segment.SegmentName;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread of this JVM. */
final class ThreadParty implements Party {
    private static final Runnable END = () -> {};

    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Subject> subject;
    private final Thread thread;

    /**
     * Starts a thread.
     *
     * @param subject what those who share an attachment share: one of them opens it, and one closes it
     */
    ThreadParty(ThreadFactory threads, AtomicReference<@Nullable Subject> subject) {
        this.subject = subject;
        this.thread = threads.newThread(this::act);
        thread.start();
    }

    @Override
    public CompletableFuture<String> tell(String command) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        commands.add(() -> answer.complete(answerTo(Command.of(command))));
        return answer;
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public void end() {
        commands.add(END);
        thread.interrupt();
    }

    private void act() {
        for (Runnable command = next(); command != END; command = next()) {
            command.run();
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
        switch (command.verb()) {
            case "create", "attach" -> {
                open(command);
                return Subject.OK;
            }
            case "interrupted" -> {
                return Thread.interrupted();
            }
            case "unlink" -> {
                Subject unlinking = subject.get();
                if (unlinking != null) {
                    unlinking.unlink();
                }
                return Subject.OK;
            }
            case "close" -> {
                Subject closing = subject.getAndSet(null);
                if (closing != null) {
                    closing.close();
                }
                return Subject.OK;
            }
            default -> {
                return opened().perform(command);
            }
        }
    }

    private void open(Command command) {
        if (subject.get() != null) {
            return; // another has done it
        }
        Path path = Path.of(command.arguments().getFirst());
        System.setProperty(SegmentName.FOLDER_PROPERTY, String.valueOf(path.getParent())); // as in the JVM of the test
        SegmentName name = SegmentName.of(String.valueOf(path.getFileName()));
        Command primitive = new Command(
                command.arguments().get(1),
                command.arguments().subList(2, command.arguments().size()));
        subject.set(
                command.verb().equals("create") ? Subject.create(name, primitive) : Subject.attach(name, primitive));
    }

    private Subject opened() {
        return Objects.requireNonNull(subject.get(), "create or attach comes first");
    }
}
