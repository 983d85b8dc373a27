package io.gatun.posix;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;

/** A system call that failed: which one, on what, and the error number the kernel gave. */
public final class SystemCallException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int errno;

    /** Makes the exception of {@code function(arguments)}, which failed with {@code errno}. */
    public SystemCallException(String function, String arguments, int errno) {
        super(function + "(" + arguments + "): " + Errno.describe(errno));
        this.errno = errno;
    }

    /** Returns the call and the error's name and meaning. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Returns the error as a constant, empty for one that {@link Errno} does not list. */
    public Optional<Errno> errno() {
        return Errno.of(errno);
    }

    /** Tells whether the call failed with this error. */
    public boolean is(Errno expected) {
        return errno == expected.number();
    }
}
