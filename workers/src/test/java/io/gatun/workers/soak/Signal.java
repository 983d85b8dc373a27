package io.gatun.workers.soak;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** How a process is ended, or stopped so that somebody else ends it. */
enum Signal {
    KILL(9),
    TERM(15),
    STOP(19);

    private static final MethodHandle SEND = send();

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /**
     * Sends it, by kill(2).
     *
     * @return false if there is no such process
     */
    boolean sendTo(long pid) {
        try {
            return (int) SEND.invokeExact((int) pid, number) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted") // a process of its own for each signal would be late
    private static MethodHandle send() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("kill").orElseThrow(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }
}
