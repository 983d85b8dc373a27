package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * {@code <linux/futex.h>}: sleeping until a word in shared memory changes.
 *
 * <p>A sleeper names the value it has seen; the kernel puts it to sleep only if the word still has it, so that a change in
 * between is never missed. The calls are the shared ones, which work between processes that map the same page.
 *
 * <p><b>Threads:</b> one object serves one thread at a time, since it owns the memory that its calls point to; any number of
 * objects may share a word. Virtual threads keep their carrier while they sleep here: let a platform thread do it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/futex.2.html">futex(2)</a>
 */
public final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int number = SyscallNumber.FUTEX.on(Platform.current());
    private final MemorySegment word;
    private final MemorySegment capture;
    private final MemorySegment timespec;

    /**
     * Makes an object for a word, without a call yet.
     *
     * @param word four bytes, aligned to four
     * @param allocator where the few bytes come from that calls need besides; it must live as long as this object is used
     */
    public Futex(MemorySegment word, SegmentAllocator allocator) {
        this.word = word;
        this.capture = allocator.allocate(16, 8);
        this.timespec = allocator.allocate(16, 8); // struct timespec: two longs on both processors
    }

    /**
     * Sleeps while the word holds a value, at most for some time. Returns at a wake-up, at once if the word has changed, when
     * the time is over, at a signal, and now and then for no reason: look at the word again.
     *
     * @param timeoutNanos at least 0; {@link Long#MAX_VALUE} for no limit
     */
    public void await(int expected, long timeoutNanos) {
        long timeout = 0;
        if (timeoutNanos != Long.MAX_VALUE) {
            timespec.set(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
            timespec.set(JAVA_LONG, 8, timeoutNanos % NANOS_PER_SECOND);
            timeout = timespec.address();
        }
        Syscall.callOrErrno(capture, number, word.address(), FUTEX_WAIT, expected, timeout);
    }

    /** Wakes up to so many sleepers, in whatever process. */
    public void wake(int count) {
        Syscall.callOrErrno(capture, number, word.address(), FUTEX_WAKE, count, 0);
    }
}
