package io.gatun.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * The one door into the kernel: libc's {@code long syscall(long number, ...)}.
 *
 * <p>All arguments travel as {@code long}: integers widened, pointers by {@link MemorySegment#address()}. The caller keeps
 * the arena of what it points to open for the length of the call, which a try block around both does. {@code syscall} is
 * variadic in C; with integer arguments only, both processors pass it the same registers either way, and
 * {@link Linker.Option#firstVariadicArg} tells the linker the truth.
 *
 * <p><b>Threads:</b> safe; the error number is captured per call, in memory of that call.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscall.2.html">syscall(2)</a>
 * @see <a href="https://openjdk.org/jeps/454">JEP 454: Foreign Function &amp; Memory API</a>
 */
final class Syscall {
    private Syscall() {}

    /** What is linked at the first call, on a platform that has been looked at. */
    private static final class Linked {
        static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
        static final long ERRNO_OFFSET = CAPTURE.byteOffset(PathElement.groupElement("errno"));
        static final MethodHandle HANDLE = link();
    }

    /**
     * Makes a call and returns what the kernel returned.
     *
     * @param arguments what an error message prints between the parentheses
     * @param a up to six arguments of the call; those not given are 0
     * @throws SystemCallException if the call failed, {@code EINTR} included
     * @throws UnsupportedOperationException on a platform whose calls are not known
     */
    static long call(SyscallNumber number, String arguments, long... a) {
        int callNumber = number.on(Platform.current());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(Linked.CAPTURE);
            long result = invoke(capture, callNumber, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
            if (result == -1) {
                throw new SystemCallException(
                        number.name().toLowerCase(java.util.Locale.ROOT),
                        arguments,
                        capture.get(JAVA_INT, Linked.ERRNO_OFFSET));
            }
            return result;
        }
    }

    /** As {@link #call}, made again for as long as a signal interrupts it. */
    static long callUninterrupted(SyscallNumber number, String arguments, long... a) {
        while (true) {
            try {
                return call(number, arguments, a);
            } catch (SystemCallException e) {
                if (!e.is(Errno.EINTR)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Makes a call whose failure is no exception, and allocates nothing.
     *
     * @param capture 16 bytes, in which the error number is left
     * @param number of the call, on this platform
     * @return what the kernel returned, or the error number, negated
     */
    static long callOrErrno(MemorySegment capture, int number, long a, long b, long c, long d) {
        long result = invoke(capture, number, a, b, c, d, 0, 0);
        return result == -1 ? -capture.get(JAVA_INT, Linked.ERRNO_OFFSET) : result;
    }

    @SuppressWarnings("restricted") // this package is where Gatun is granted native access
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().find("syscall").orElseThrow();
        FunctionDescriptor sevenLongs = FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        return linker.downcallHandle(
                symbol, sevenLongs, Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    }

    private static long invoke(MemorySegment capture, long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Linked.HANDLE.invokeExact(capture, number, a, b, c, d, e, f);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new AssertionError("a downcall declares no checked exception", failure);
        }
    }

    private static long at(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }
}
