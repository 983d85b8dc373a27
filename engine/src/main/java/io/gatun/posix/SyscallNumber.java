package io.gatun.posix;

/**
 * The number of each system call used, per processor.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
enum SyscallNumber {
    CLOSE(3, 57),
    FALLOCATE(285, 47),
    FCNTL(72, 25),
    FUTEX(202, 98),
    KILL(62, 129),
    MADVISE(28, 233),
    OPENAT(257, 56),
    RENAMEAT2(316, 276),
    SCHED_GETAFFINITY(204, 123),
    SCHED_SETAFFINITY(203, 122);

    private final int x8664;
    private final int aarch64;

    SyscallNumber(int x8664, int aarch64) {
        this.x8664 = x8664;
        this.aarch64 = aarch64;
    }

    int on(Platform platform) {
        return switch (platform) {
            case X86_64 -> x8664;
            case AARCH64 -> aarch64;
        };
    }
}
