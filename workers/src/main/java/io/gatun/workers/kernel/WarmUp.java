package io.gatun.workers.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec.ArraySpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a kernel's vector form over memory of its own until it has been compiled, on a thread of its own: interpreted, vector
 * code takes a thousand times as long as scalar code, and allocates an object for each operation.
 *
 * <p>It ends when the vector form has been clearly faster than the scalar one {@value #STEADY_ROUNDS} times in a row, or
 * after {@value #LIMIT_MILLIS} ms without that; after {@value #ATTEMPTS} such attempts the kernel stays scalar in this
 * process. The time of the scalar form is the best that the kernel at work has {@linkplain #worked told}; a kernel that has
 * not been at work is timed here. One that is must not be run here too: its compiled code knows the one kind of block that
 * it has seen, and would be thrown away.
 *
 * <p><b>Threads:</b> any may begin it, tell times and ask.
 */
public final class WarmUp {
    /** How long the kernel has been wanted before it is worth compiling, in milliseconds: a short job is done by then. */
    static final int WORK_MILLIS = 400;

    private static final int STEADY_ROUNDS = 8;
    private static final int LIMIT_MILLIS = 5000;
    private static final int ATTEMPTS = 3;

    /** As much faster as the vector form must be, so that no noise decides. */
    private static final double CLEARLY_FASTER = 0.8;

    /** Leaves the processor to the compiler and to the kernel at work. */
    private static final long PAUSE_NANOS = 500_000;

    /** The elements of the first rounds, in which the code is interpreted, 0.1 ms for each. */
    private static final int FEW = 35;

    private static final int FIRST_ROUNDS = 6;

    /** And until it has been compiled: what the compiler sees as loops of few rounds it compiles badly, and for good. */
    private static final int SOME = 259;

    /** And then. */
    private static final int MANY = 1023;

    /** More nanoseconds for an element than compiled code takes. */
    private static final double INTERPRETED = 1000;

    private final String name;
    private final VectorKernels forms;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile double scalarNanos = Double.POSITIVE_INFINITY;
    private volatile boolean done;
    private int attempts;
    private long wantedNanos;

    /**
     * Makes the warm-up of one kernel, which is to be had once in a process.
     *
     * @param name the kernel's name
     * @param forms what makes its vector form
     */
    public WarmUp(String name, VectorKernels forms) {
        this.name = name;
        this.forms = forms;
    }

    /** Notes that the kernel is at work, and begins if it has been wanted for a while. For the one thread that works. */
    void wanted() {
        long nowNanos = System.nanoTime();
        if (wantedNanos == 0) {
            wantedNanos = nowNanos;
        } else if (nowNanos - wantedNanos > WORK_MILLIS * 1_000_000L) {
            begin();
        }
    }

    /** Begins, if nobody has before; returns at once. */
    public void begin() {
        if (!begun.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("warm-up of " + name).start(new Rounds());
        }
    }

    /** Tells whether the vector form is the faster one by now. */
    public boolean isDone() {
        return done;
    }

    /** Tells how long the scalar form takes at work, in nanoseconds for an element; the best counts. */
    void worked(double nanos) {
        if (nanos < scalarNanos) {
            scalarNanos = nanos;
        }
    }

    /** Returns a new object of the vector form. */
    Kernel newVector() {
        return forms.form(name);
    }

    private final class Rounds implements Runnable {
        @Override
        public void run() {
            Kernel scalar = BuiltIn.scalar(name);
            Kernel vector = newVector();
            try (Arena arena = Arena.ofShared()) {
                Scratch scratch = new Scratch(scalar, arena);
                long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
                for (int i = 0; i < FIRST_ROUNDS; i++) {
                    scratch.round(vector, FEW);
                }
                int steady = 0;
                while (steady < STEADY_ROUNDS && System.nanoTime() < deadline) {
                    if (scratch.round(vector, SOME) > INTERPRETED) {
                        continue;
                    }
                    double limit = scalarNanos == Double.POSITIVE_INFINITY ? scratch.round(scalar, MANY) : scalarNanos;
                    if (scratch.round(vector, MANY) < CLEARLY_FASTER * limit) {
                        steady++;
                    } else {
                        steady = 0;
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                }
                done = steady == STEADY_ROUNDS;
                if (!done && ++attempts < ATTEMPTS) {
                    begun.set(false); // something else took the processor
                }
            } catch (IOException e) {
                // No file, no warm-up: the kernel stays scalar, which is as right.
            } catch (Exception e) {
                throw new IllegalStateException("the warm-up of kernel " + name + " failed", e);
            }
        }
    }

    /** A block that no job sees: all its arrays are bound, in half of the rounds those only that the kernel requires. */
    private static final class Scratch implements Block {
        /** Beyond what vectors reduce: code that is never run before is not compiled either. */
        private static final double FAR = 1e300;

        private final Map<String, MemorySegment> required = new HashMap<>();
        private final Map<String, MemorySegment> arrays = new HashMap<>();
        private long end;
        private boolean onlyRequired;

        Scratch(Kernel kernel, Arena arena) throws IOException {
            for (ArraySpec spec : kernel.spec().arrays()) {
                MemorySegment array = map(arena);
                arrays.put(spec.name(), array);
                if (spec.required()) {
                    required.put(spec.name(), array);
                }
            }
        }

        /**
         * A mapped file in a shared arena, as a job's arrays are. Code that was compiled for other memory would be thrown away
         * at the first block of a job. The file has no name any more when this returns, and all its bytes are written: on a
         * full disk that is an exception, but a store to a page that was never reserved is a fault.
         */
        private static MemorySegment map(Arena arena) throws IOException {
            String name = "gatun-warm-up-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
            try (FileChannel file = FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), name), CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE)) {
                ByteBuffer zeros = ByteBuffer.allocate(MANY * Double.BYTES);
                while (zeros.hasRemaining()) {
                    file.write(zeros);
                }
                return file.map(FileChannel.MapMode.READ_WRITE, 0, zeros.capacity(), arena);
            }
        }

        /** Runs a kernel over the first elements, in two ways, and returns the nanoseconds for an element. */
        double round(Kernel kernel, int elements) throws Exception {
            for (MemorySegment array : arrays.values()) {
                for (int i = 0; i < elements; i++) {
                    array.setAtIndex(JAVA_DOUBLE, i, i);
                }
            }
            end = elements;
            onlyRequired = false;
            long began = System.nanoTime();
            kernel.run(this);
            onlyRequired = true;
            kernel.run(this);
            long nanos = System.nanoTime() - began;
            for (MemorySegment array : arrays.values()) {
                array.setAtIndex(JAVA_DOUBLE, 1, FAR);
            }
            end = FEW;
            onlyRequired = false;
            kernel.run(this);
            return nanos / (2.0 * elements);
        }

        @Override
        public long begin() {
            return 0;
        }

        @Override
        public long end() {
            return end;
        }

        @Override
        public boolean has(String array) {
            return (onlyRequired ? required : arrays).containsKey(array);
        }

        @Override
        public MemorySegment read(String array) {
            return Objects.requireNonNull(arrays.get(array));
        }

        @Override
        public MemorySegment write(String array) {
            return read(array);
        }

        @Override
        public double parameter(String name) {
            return 0.5;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void partial(double... values) {
            // nobody's result
        }
    }
}
