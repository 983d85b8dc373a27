package io.gatun.cli.demo;

import io.gatun.cli.Interrupts;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a demo plays on: names for what its processes share, and the processes. When it is over, none of either is left.
 *
 * <p><b>Threads:</b> opened, used and closed by one. <b>Crash behaviour:</b> a signal such as Ctrl-C interrupts that thread, which
 * closes this. If this process is killed, the others end, each as its standard input does; what they shared has temporary names, and
 * is for {@code gatun gc} to remove.
 */
public final class Stage implements AutoCloseable {
    private static final int PARENT_GONE = 3;
    private static final int SIGNALLED = 128;
    private static final long SIGNAL_MILLIS = 200;

    private final Class<?> demo;
    private final Interrupts interrupts;
    private final List<SegmentName> names = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private Stage(Class<?> demo) throws InterruptedException {
        this.demo = demo;
        this.interrupts = Interrupts.ofThisThread();
    }

    /** The demo as a whole: it makes what is shared, starts processes, and looks at the outcome. */
    @FunctionalInterface
    public interface Play {
        /** Plays it. */
        void play(Stage stage) throws Exception;
    }

    /** What each process of a demo does with what it shares with the others. */
    @FunctionalInterface
    public interface Part {
        /** Plays it. */
        void play(SegmentName... shared) throws Exception;
    }

    /**
     * Runs a demo's main method: the whole play if there are no arguments, or else the part of one process.
     *
     * @param demo the class with the main method, which its processes run too
     * @param arguments none, or the names that {@link #start} was given
     */
    public static void run(Class<?> demo, String[] arguments, Play play, Part part) throws Exception {
        if (arguments.length > 0) {
            leaveWithParent();
            part.play(Stream.of(arguments).map(SegmentName::of).toArray(SegmentName[]::new));
            return;
        }
        try (Stage stage = new Stage(demo)) {
            play.play(stage);
        }
    }

    /** Returns a temporary name; if something has it when this is closed, that goes. */
    public SegmentName name() {
        SegmentName name = SegmentName.temporary();
        names.add(name);
        return name;
    }

    /** Starts a process that plays its part with what these names stand for. It prints where this process prints. */
    public Process start(SegmentName... shared) {
        List<String> words =
                JavaCommand.of(demo, Stream.of(shared).map(SegmentName::value).toList());
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts so many processes that play the same part, and waits for their ends. */
    public void run(int count, SegmentName... shared) throws InterruptedException {
        List<Process> started =
                Stream.generate(() -> start(shared)).limit(count).toList();
        for (Process process : started) {
            int exitCode = process.waitFor();
            if (exitCode > SIGNALLED) {
                Thread.sleep(SIGNAL_MILLIS); // a terminal sends a signal to all: it may be on its way to this one
            }
            require(exitCode == 0, "process " + process.pid() + " ended with exit code " + exitCode);
        }
    }

    /** Ends this process by SIGKILL, as the kernel does when memory is short: nothing more is run. */
    public static void killThisProcess() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -KILL $PPID").start().waitFor();
        throw new IllegalStateException("kill failed"); // never seen: it is dead
    }

    /**
     * Says what must be so, if the demo shows what it should.
     *
     * @throws UnexpectedOutcome if it is not so
     */
    public void require(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new UnexpectedOutcome(otherwise);
        }
    }

    /** Ends the processes that still run, and removes what has the names. */
    @Override
    public void close() {
        try (interrupts) {
            processes.forEach(Process::destroyForcibly);
            processes.forEach(Stage::awaitEnd);
            names.forEach(Stage::remove);
        }
    }

    private static void awaitEnd(Process process) {
        process.onExit().join(); // unlike waitFor, it does not mind an interrupt
    }

    private static void remove(SegmentName name) {
        try {
            Segments.unlink(name);
        } catch (SegmentException.NotFound e) {
            // the demo has removed it, or never made it
        }
    }

    /** Ends this process when the one that started it has gone: however that went, the kernel has closed its end of the pipe. */
    private static void leaveWithParent() {
        Thread.ofPlatform().daemon().name("gatun-demo-parent").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nobody writes to it
                }
            } catch (IOException e) {
                // no parent is heard of any more either
            }
            Runtime.getRuntime().halt(PARENT_GONE);
        });
    }
}
