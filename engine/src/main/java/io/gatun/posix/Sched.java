package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * {@code <sched.h>}: which processors a thread may run on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sched_setaffinity.2.html">sched_setaffinity(2)</a>
 */
public final class Sched {
    private static final int THIS_THREAD = 0;
    private static final long MASK_BYTES = 1024; // 8192 processors, more than any kernel is built for

    private Sched() {}

    /** Returns the numbers of the processors the calling thread may run on. */
    public static BitSet affinity() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            long size = Syscall.call(SyscallNumber.SCHED_GETAFFINITY, "pid=0", THIS_THREAD, MASK_BYTES, mask.address());
            return BitSet.valueOf(mask.asSlice(0, size).toArray(JAVA_LONG));
        }
    }

    /**
     * Keeps the calling thread, and those it starts from now on, on one processor.
     *
     * @throws IllegalArgumentException if no processor can have this number
     * @throws SystemCallException with {@code EINVAL} if the processor is none this process may use
     */
    public static void pin(int processor) {
        if (processor < 0 || processor >= MASK_BYTES * Byte.SIZE) {
            throw new IllegalArgumentException("processor=" + processor + " is none that a kernel can have");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, 8);
            mask.setAtIndex(JAVA_LONG, processor / Long.SIZE, 1L << processor);
            Syscall.call(
                    SyscallNumber.SCHED_SETAFFINITY,
                    "pid=0, processor=" + processor,
                    THIS_THREAD,
                    MASK_BYTES,
                    mask.address());
        }
    }
}
