package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.NothingLeftBehind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a failed call tells its error, whichever thread made it. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class ErrnoTest {
    private static final int CALLS = 2_000;

    @ParameterizedTest
    @EnumSource(Errno.class)
    void everyConstantIsFoundByItsNumber(Errno errno) {
        assertEquals(Optional.of(errno), Errno.of(errno.number()));
        assertTrue(Errno.describe(errno.number()).matches(errno.name() + " \\([a-z][a-z/ -]+\\)"));
    }

    @Test
    void anUnknownNumberIsNamedAsItIs() {
        assertEquals(Optional.empty(), Errno.of(4095));
        assertEquals("errno 4095", Errno.describe(4095));
    }

    @Test
    void anExceptionCarriesFunctionArgumentsAndError() {
        SystemCallException e = new SystemCallException("fallocate", "fd=7, length=10", 28);
        assertEquals("fallocate(fd=7, length=10): ENOSPC (no space left)", e.getMessage());
        assertEquals(Optional.of(Errno.ENOSPC), e.errno());
        assertTrue(e.is(Errno.ENOSPC));
        assertFalse(e.is(Errno.EINVAL));
    }

    @Test
    void anExceptionWithAnUnknownErrorKeepsItsNumber() {
        SystemCallException e = new SystemCallException("openat", "x", 4095);
        assertEquals("openat(x): errno 4095", e.getMessage());
        assertEquals(Optional.empty(), e.errno());
    }

    @Test
    void threadsThatFailAtTheSameTimeEachSeeTheirOwnError() throws InterruptedException, ExecutionException {
        Path missing = NothingLeftBehind.folder().resolve("missing");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Future<?> closing = threads.submit(() -> failAlways(Errno.EBADF, () -> Unistd.close(-1)));
            Future<?> opening = threads.submit(() -> failAlways(Errno.ENOENT, () -> Fcntl.open(missing, true)));
            Future<?> creating = threads.submit(() -> failAlways(Errno.EEXIST, () -> Fcntl.create(Path.of("/"), 0600)));
            closing.get();
            opening.get();
            creating.get();
        }
    }

    private static void failAlways(Errno expected, Runnable call) {
        IntStream.range(0, CALLS).forEach(i -> {
            SystemCallException e = assertThrows(SystemCallException.class, call::run);
            assertTrue(e.is(expected), e::getMessage);
        });
    }
}
