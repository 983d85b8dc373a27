package io.gatun.cli;

import io.gatun.job.JobException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an interrupt of the thread that runs the job, and lets the process end only when
 * that thread has cleaned up. The JVM then exits with 128 and the signal's number.
 *
 * <p><b>Threads:</b> opened and closed by the thread that is to be interrupted.
 */
public final class Interrupts implements AutoCloseable {
    private static final int SIGINT_EXIT = 130;
    private static final int SIGTERM_EXIT = 143;
    private static final int SIGHUP_EXIT = 129;
    private static final long SIGNAL_MILLIS = 200;
    private static final long CLEAN_UP_SECONDS = 10;

    private final CountDownLatch signalled = new CountDownLatch(1);
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook;

    private Interrupts(Thread job) throws InterruptedException {
        hook = Thread.ofPlatform().name("gatun-interrupt").unstarted(() -> {
            signalled.countDown();
            job.interrupt();
            try {
                if (!cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("gatun: gave up waiting for the job to be cleaned up; see gatun ls");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new InterruptedException(); // the signal has come already
        }
    }

    /**
     * Begins to turn signals into interrupts of the calling thread.
     *
     * @throws InterruptedException if a signal is ending the process already
     */
    public static Interrupts ofThisThread() throws InterruptedException {
        return new Interrupts(Thread.currentThread());
    }

    /**
     * Throws if a signal is behind a failure. A terminal sends it to all processes at once: a worker, or one that is being
     * started, may be gone before the signal arrives here, so that this waits a moment for it where that may be so.
     *
     * @throws InterruptedException if a signal is ending the process
     */
    public void throwIfBehind(RuntimeException failure) throws InterruptedException {
        long millis = mayBeOfASignal(failure) ? SIGNAL_MILLIS : 0;
        if (signalled.await(millis, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException();
        }
    }

    private static boolean mayBeOfASignal(RuntimeException failure) {
        return switch (failure) {
            case JobException.WorkerDied died -> isOfASignal(died.exitCode());
            case JobException.ChunkFailed failed ->
                failed.attempts().stream()
                        .anyMatch(attempt -> isOfASignal(attempt.exitCode().orElse(0)));
            case UncheckedIOException notStarted -> true;
            default -> false;
        };
    }

    private static boolean isOfASignal(int exitCode) {
        return exitCode == SIGINT_EXIT || exitCode == SIGTERM_EXIT || exitCode == SIGHUP_EXIT;
    }

    /** Tells that everything is cleaned up. */
    @Override
    public void close() {
        cleanedUp.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already
        }
    }
}
