package io.gatun.bench.sync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A robust process-shared mutex of glibc's, called through the FFM API: what {@link io.gatun.sync.SharedLock} might have been made of.
 *
 * <p><b>Threads:</b> platform threads; the kernel thread that has taken it must release it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/pthread_mutexattr_setrobust.3.html">pthread_mutexattr_setrobust(3)</a>
 */
public final class PosixMutex {
    /** As many bytes as a mutex has at most, on whatever processor. */
    public static final long BYTES = 64;

    private static final int PTHREAD_PROCESS_SHARED = 1;
    private static final int PTHREAD_MUTEX_ROBUST = 1;
    private static final MethodHandle ATTRIBUTE_INIT = link("pthread_mutexattr_init", ADDRESS);
    private static final MethodHandle SET_SHARED = link("pthread_mutexattr_setpshared", ADDRESS, JAVA_INT);
    private static final MethodHandle SET_ROBUST = link("pthread_mutexattr_setrobust", ADDRESS, JAVA_INT);
    private static final MethodHandle INIT = link("pthread_mutex_init", ADDRESS, ADDRESS);
    private static final MethodHandle LOCK = link("pthread_mutex_lock", ADDRESS);
    private static final MethodHandle UNLOCK = link("pthread_mutex_unlock", ADDRESS);

    private final MemorySegment memory;

    private PosixMutex(MemorySegment memory) {
        this.memory = memory;
    }

    /** Makes a mutex in shared memory, of {@value #BYTES} bytes at least. */
    public static PosixMutex create(MemorySegment memory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(BYTES, Long.BYTES);
            check("pthread_mutexattr_init", (int) ATTRIBUTE_INIT.invokeExact(attribute));
            check("pthread_mutexattr_setpshared", (int) SET_SHARED.invokeExact(attribute, PTHREAD_PROCESS_SHARED));
            check("pthread_mutexattr_setrobust", (int) SET_ROBUST.invokeExact(attribute, PTHREAD_MUTEX_ROBUST));
            check("pthread_mutex_init", (int) INIT.invokeExact(memory, attribute));
            return new PosixMutex(memory);
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /** Takes a mutex that another process has made. */
    public static PosixMutex at(MemorySegment memory) {
        return new PosixMutex(memory);
    }

    /** Takes it; blocks while another has it. */
    public void lock() {
        try {
            check("pthread_mutex_lock", (int) LOCK.invokeExact(memory));
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    /** Releases it. */
    public void unlock() {
        try {
            check("pthread_mutex_unlock", (int) UNLOCK.invokeExact(memory));
        } catch (Throwable e) {
            throw undeclared(e);
        }
    }

    private static void check(String function, int error) {
        if (error != 0) {
            throw new IllegalStateException(function + " failed: errno=" + error);
        }
    }

    private static RuntimeException undeclared(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError("a downcall declares no checked exception", e);
        };
    }

    @SuppressWarnings("restricted") // measured here, on the way that the engine takes
    private static MethodHandle link(String function, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(function).orElseThrow(), FunctionDescriptor.of(JAVA_INT, arguments));
    }
}
