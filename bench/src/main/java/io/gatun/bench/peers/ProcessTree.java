package io.gatun.bench.peers;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a process of ours with all that it started. */
final class ProcessTree {
    private ProcessTree() {}

    /** Kills the process and its descendants, and waits until it is gone, interrupted or not. */
    static void kill(Process process) {
        // before the process itself: once it is gone, nobody knows whose they were
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        awaitEnd(process, TimeUnit.DAYS.toSeconds(1));
    }

    /** Waits for the end, interrupted or not; false if it does not come in time. */
    static boolean awaitEnd(Process process, long seconds) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(seconds, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // the caller is ending things, because of this very interrupt
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
