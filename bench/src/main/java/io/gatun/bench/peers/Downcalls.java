package io.gatun.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.OptionalDouble;

/**
 * Ten calls from Java into libc: what a chunk may cost. The function is {@code labs}, which does next to nothing, so that the
 * time is that of the way there and back.
 */
final class Downcalls {
    /** How many make one unit of the measurement. */
    static final int COUNT = 10;

    /** How many units a timed call has, so that the clock is out of it. */
    static final int UNITS = 10_000;

    private static final MethodHandle LABS = link();

    private Downcalls() {}

    static OptionalDouble make() {
        long sum = 0;
        for (int call = 0; call < COUNT * UNITS; call++) {
            sum += labs(-call);
        }
        if (sum != (long) COUNT * UNITS * (COUNT * UNITS - 1) / 2) {
            throw new AssertionError("labs() adds up to " + sum);
        }
        return OptionalDouble.empty();
    }

    @SuppressWarnings("restricted") // measured here, on the way that the engine takes
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("labs").orElseThrow(), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    }

    private static long labs(long value) {
        try {
            return (long) LABS.invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall declares no checked exception", e);
        }
    }
}
