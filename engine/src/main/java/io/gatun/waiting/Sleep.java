package io.gatun.waiting;

import io.gatun.posix.Futex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeping until a word changes, and waking those who do.
 *
 * <p>Nobody sleeps for longer than {@value #LONGEST_NANOS} ns at a time. Then he looks again: at the word, since who was to wake him may have
 * been killed before it came to that; at the one he waits for, who may be dead; and whether his thread was interrupted, of which the
 * kernel does not know. A wake-up that is lost costs that much time, and nothing else.
 *
 * <p><b>Threads:</b> any. A virtual thread would keep its carrier while it sleeps in the kernel, and carriers are few: its holder might
 * be another that waits for one. So a platform thread sleeps in its place, which adds some ten microseconds.
 */
public final class Sleep {
    /** How long the first sleep of a wait may be. */
    public static final long SHORTEST_NANOS = 1_000_000;

    /** How long any sleep may be. */
    public static final long LONGEST_NANOS = 20_000_000;

    /**
     * What a call needs besides, of each platform thread. To allocate it for each call takes a tenth of a microsecond, of the three in
     * which another process can answer. It lives as long as its thread, which only the garbage collector knows.
     */
    private static final ThreadLocal<MemorySegment> SCRATCH =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(64, 8));

    private Sleep() {}

    /** Made by the first virtual thread that sleeps; its threads end when nothing was to be done for a minute. */
    private static final class Substitutes {
        static final ExecutorService THREADS = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("gatun-sleeper-", 0).factory());
    }

    /**
     * Sleeps while a word has a value, at most for some time; returns for no reason, too.
     *
     * @param offset where in the memory the word of four bytes lies, in bytes, a multiple of four
     * @param nanos at most {@link #LONGEST_NANOS}
     * @throws IllegalStateException if the memory is unmapped; a virtual thread returns then
     */
    public static void whileEqual(MemorySegment memory, long offset, int expected, long nanos) {
        if (!Thread.currentThread().isVirtual()) {
            sleep(memory, offset, expected, nanos);
            return;
        }
        Substitute substitute = new Substitute(memory, offset, expected, nanos, Thread.currentThread());
        Substitutes.THREADS.execute(substitute);
        substitute.await();
    }

    private static void sleep(MemorySegment memory, long offset, int expected, long nanos) {
        futex(memory, offset, SegmentAllocator.slicingAllocator(SCRATCH.get())).await(expected, nanos);
    }

    /**
     * Wakes up to so many that sleep on a word, in whatever process; does not block.
     *
     * @param offset as {@link #whileEqual}
     * @throws IllegalStateException if the memory is unmapped
     */
    public static void wake(MemorySegment memory, long offset, int count) {
        if (Thread.currentThread().isVirtual()) {
            try (Arena arena = Arena.ofConfined()) {
                futex(memory, offset, arena).wake(count);
            }
        } else {
            futex(memory, offset, SegmentAllocator.slicingAllocator(SCRATCH.get()))
                    .wake(count);
        }
    }

    private static Futex futex(MemorySegment memory, long offset, SegmentAllocator scratch) {
        return new Futex(memory.asSlice(offset, Integer.BYTES), scratch);
    }

    /** Sleeps in the place of a virtual thread. Whoever leaves earlier, since it is interrupted, has the wake-up passed on. */
    private static final class Substitute implements Runnable {
        private static final int ASLEEP = 0;
        private static final int AWAKE = 1;
        private static final int LEFT = 2;

        private final MemorySegment memory;
        private final long offset;
        private final int expected;
        private final long nanos;
        private final Thread sleeper;
        private final AtomicInteger state = new AtomicInteger(ASLEEP);

        Substitute(MemorySegment memory, long offset, int expected, long nanos, Thread sleeper) {
            this.memory = memory;
            this.offset = offset;
            this.expected = expected;
            this.nanos = nanos;
            this.sleeper = sleeper;
        }

        @Override
        public void run() {
            try {
                sleep(memory, offset, expected, nanos);
            } catch (IllegalStateException e) {
                // the segment was closed: the thread will find that out
            } finally {
                if (state.compareAndSet(ASLEEP, AWAKE)) {
                    LockSupport.unpark(sleeper);
                } else {
                    passOn();
                }
            }
        }

        private void passOn() {
            try {
                wake(memory, offset, 1);
            } catch (IllegalStateException e) {
                // closed: nobody here sleeps on it, and others look for themselves
            }
        }

        void await() {
            while (state.get() == ASLEEP) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted() && state.compareAndSet(ASLEEP, LEFT)) {
                    return;
                }
            }
        }
    }
}
