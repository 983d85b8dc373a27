package io.gatun.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the time of a {@code gatun run} went outside of its job, in nanoseconds. Not in it: what comes after it is printed,
 * that is, the end of the JVM.
 *
 * @param startNanos from the start of this process, the launcher in it, to the first line of {@link Gatun#main}; known to 10 ms
 *     and 0 where the kernel does not tell
 * @param commandLineNanos from there to the start of the first worker: reading the command line, finding the kernel, attaching
 *     inputs
 * @param verifyNanos from the result to its verification, and until outputs have their names
 */
record CommandPhases(long startNanos, long commandLineNanos, long verifyNanos) {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final long NANOS_PER_TICK =
            10_000_000; // Linux counts what it tells programs in hundredths of a second
    private static final int START_TIME = 22 - 3; // the field's number, counted from the one behind the program's name

    /** Returns the phases of this process's command, by {@link System#nanoTime()} before and after the job, and now. */
    static CommandPhases of(long openedNanos, long doneNanos, long nowNanos) {
        long start = Math.max(0, processAgeNanos() - (System.nanoTime() - Gatun.BEGAN_NANOS));
        return new CommandPhases(start, openedNanos - Gatun.BEGAN_NANOS, nowNanos - doneNanos);
    }

    /**
     * Returns the time since this process was started; what runs in it may have changed by {@code exec}.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
     */
    private static long processAgeNanos() {
        try {
            String uptime = Files.readString(UPTIME);
            String stat = Files.readString(STAT);
            long now = Long.parseLong(uptime.substring(0, uptime.indexOf(' ')).replace(".", ""));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (now - Long.parseLong(fields[START_TIME])) * NANOS_PER_TICK;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
