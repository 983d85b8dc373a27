package io.gatun.posix;

/**
 * {@code <unistd.h>}: closing descriptors.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
 */
public final class Unistd {
    private static final int NO_DESCRIPTOR = -1;

    private Unistd() {}

    /** Makes the one call that cannot do anything, so that the handle behind all calls is linked and has run once. */
    public static void link() {
        try {
            close(NO_DESCRIPTOR);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EBADF)) {
                throw e;
            }
        }
    }

    /**
     * Closes a descriptor. It is never tried again: on Linux it is gone even when an error comes back.
     *
     * @throws SystemCallException with {@code EBADF} if it is not open
     */
    public static void close(int fd) {
        try {
            Syscall.call(SyscallNumber.CLOSE, "fd=" + fd, fd);
        } catch (SystemCallException e) {
            if (!e.is(Errno.EINTR)) {
                throw e;
            }
        }
    }
}
