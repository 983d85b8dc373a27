package io.gatun.sync;

import java.util.concurrent.locks.LockSupport;

/**
 * The time of {@link System#nanoTime}, to {@value #TICK_NANOS} ns, for next to nothing: since when a lock is held is told to people, and to read the
 * clock takes longer than to take the lock.
 *
 * <p>A thread reads it, now and then, and stores it where others find it; only while somebody asks. When nobody has for a second, it
 * stops, and a process that is idle stays so.
 *
 * <p><b>Threads:</b> any. What is read may be a tick old; all is by plain loads and stores, as one that comes a little later is as good.
 */
final class CoarseClock {
    private static final long TICK_NANOS = 10_000_000;
    private static final int IDLE_TICKS = 100;

    private static long now = System.nanoTime();
    private static boolean isAsked;
    private static volatile boolean ticks;

    private CoarseClock() {}

    /** Returns the time, in nanoseconds. */
    static long nanos() {
        if (!isAsked) {
            beAsked();
        }
        return now;
    }

    private static void beAsked() {
        isAsked = true;
        if (!ticks) {
            begin();
        }
    }

    private static synchronized void begin() {
        if (!ticks) {
            now = System.nanoTime();
            ticks = true;
            try {
                Thread.ofPlatform().daemon().name("gatun-clock").start(CoarseClock::tick);
            } catch (OutOfMemoryError e) { // no thread can be had: then it is read each time
                ticks = false;
                isAsked = false;
            }
        }
    }

    private static void tick() {
        for (int idle = 0; idle < IDLE_TICKS; idle++) {
            LockSupport.parkNanos(TICK_NANOS);
            now = System.nanoTime();
            if (isAsked) {
                isAsked = false;
                idle = 0;
            }
        }
        ticks = false;
        isAsked = false; // after that, so that whoever asks next begins anew
    }
}
