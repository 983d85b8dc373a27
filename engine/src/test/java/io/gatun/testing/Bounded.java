package io.gatun.testing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;

/** Runs code that is given hostile bytes: it must come to an end, and must not allocate more than such bytes are worth. */
public final class Bounded {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration LIMIT = Duration.ofSeconds(Await.WATCHDOG_SECONDS);

    private Bounded() {}

    /** Returns the result, or throws what the code throws; fails if it does not end, or allocates more on the heap. */
    public static <T> T get(long maxBytes, Supplier<T> code) {
        return assertTimeoutPreemptively(LIMIT, () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                return code.get();
            } finally {
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertTrue(allocated <= maxBytes, () -> allocated + " bytes allocated, " + maxBytes + " are enough");
            }
        });
    }
}
