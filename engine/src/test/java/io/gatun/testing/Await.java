package io.gatun.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something another thread or process does. */
public final class Await {
    /** When a watchdog barks: far beyond what anything takes on a slow machine. */
    public static final long WATCHDOG_SECONDS = 120;

    private Await() {}

    /** Returns when the condition holds; fails, naming {@code what}, if it never does. */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WATCHDOG_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }
}
