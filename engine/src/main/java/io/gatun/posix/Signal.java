package io.gatun.posix;

/**
 * {@code <signal.h>}: the one signal that nobody can catch.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/kill.2.html">kill(2)</a>
 */
final class Signal {
    static final int SIGKILL = 9;

    private Signal() {}

    /** Ends this process here and now: no handler, no shutdown hook, no {@code finally}. It does not return. */
    static void killThisProcess() {
        long pid = ProcessHandle.current().pid();
        Syscall.call(SyscallNumber.KILL, "pid=" + pid + ", sig=" + SIGKILL, pid, SIGKILL);
    }
}
