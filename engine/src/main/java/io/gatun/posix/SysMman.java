package io.gatun.posix;

import java.lang.foreign.MemorySegment;

/**
 * {@code <sys/mman.h>}: advice on mapped pages. Mapping itself is the JDK's, by {@code FileChannel.map}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
 */
public final class SysMman {
    private static final int MADV_POPULATE_WRITE = 23;

    private SysMman() {}

    /**
     * Backs every page of a mapping with memory now, writable, as if each had been touched. Blocks until done.
     *
     * @param mapping starts on a page boundary
     * @return false on a kernel before 5.14, which does not know how
     * @throws SystemCallException with {@code EFAULT} or {@code ENOMEM} where memory is short, {@code EINVAL} on a read-only
     *     mapping
     */
    public static boolean populateForWriting(MemorySegment mapping) {
        String arguments = "length=" + mapping.byteSize() + ", MADV_POPULATE_WRITE";
        try {
            Syscall.callUninterrupted(
                    SyscallNumber.MADVISE, arguments, mapping.address(), mapping.byteSize(), MADV_POPULATE_WRITE);
            return true;
        } catch (SystemCallException e) {
            if (e.is(Errno.EINVAL) && !mapping.isReadOnly()) {
                return false;
            }
            throw e;
        }
    }
}
