package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** States that a system call fails, and how. */
final class Failing {
    private Failing() {}

    /** Checks that the call fails with this error and returns its message. */
    static String with(Errno expected, Executable call) {
        SystemCallException e = assertThrows(SystemCallException.class, call);
        assertEquals(Optional.of(expected), e.errno(), e::getMessage);
        return e.getMessage();
    }
}
