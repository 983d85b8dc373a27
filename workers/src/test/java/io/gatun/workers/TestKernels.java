package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Kernels that do in a worker what a test is about. */
public final class TestKernels {
    private static final VarHandle DOUBLE = JAVA_DOUBLE.varHandle();

    private TestKernels() {}

    /** {@code y = a · x}, and the sum and the largest of y. */
    public static final class Scale implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.read("x");
            MemorySegment y = block.write("y");
            double a = block.parameter("a");
            double sum = 0;
            for (long i = block.begin(); i < block.end(); i++) {
                double value = a * x.getAtIndex(JAVA_DOUBLE, i);
                y.setAtIndex(JAVA_DOUBLE, i, value);
                sum += value;
            }
            block.partial(sum, sum / (block.end() - block.begin()));
        }
    }

    /** Throws in the block that has element 500. */
    public static final class Throwing implements Kernel {
        @Override
        public void run(Block block) {
            if (block.begin() <= 500 && 500 < block.end()) {
                throw new IllegalStateException("element 500", new ArithmeticException("the cause"));
            }
        }
    }

    /** Ends its process in the way that the parameter says. */
    public static final class Deadly implements Kernel {
        @Override
        public void run(Block block) {
            System.out.println("printed by the kernel");
            switch ((int) block.parameter("how")) {
                case 0 -> Runtime.getRuntime().halt(7);
                case 1 -> kill();
                case 2 -> readNull();
                default -> throw new IllegalArgumentException();
            }
        }

        private static void kill() {
            try {
                new ProcessBuilder(
                                "kill",
                                "-KILL",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @SuppressWarnings("restricted") // a native crash is what it is for
        private static void readNull() {
            try {
                Linker linker = Linker.nativeLinker();
                MethodHandle strlen = linker.downcallHandle(
                        linker.defaultLookup().find("strlen").orElseThrow(),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
                System.err.println((long) strlen.invokeExact(8L));
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Ends its process when it is made, before it has had a chunk. */
    public static final class Stillborn implements Kernel {
        /** Does it. */
        public Stillborn() {
            Runtime.getRuntime().halt(7);
        }

        @Override
        public void run(Block block) {}
    }

    /** Never ends. */
    public static final class Endless implements Kernel {
        @Override
        public void run(Block block) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /** Leaves no partial. */
    public static final class Forgetful implements Kernel {
        @Override
        public void run(Block block) {
            try (Arena arena = Arena.ofConfined()) {
                arena.allocate(8);
            }
        }
    }

    /** Stores to an array that it may only read. */
    public static final class Trespassing implements Kernel {
        @Override
        public void run(Block block) {
            block.read("x").setAtIndex(JAVA_DOUBLE, block.begin(), 0);
        }
    }

    /** {@code y[i] = i mod 1000}, and their sum. */
    public static final class Modulo implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment y = block.write("y");
            double sum = 0;
            for (long i = block.begin(); i < block.end(); i++) {
                y.setAtIndex(JAVA_DOUBLE, i, i % 1000);
                sum += i % 1000;
            }
            block.partial(sum);
        }
    }

    /** Counts the elements of the job. */
    public static final class Counting implements Kernel {
        @Override
        public void run(Block block) {
            block.partial(block.end() - block.begin());
        }
    }

    /** Counts elements that are not zero. */
    public static final class NonZero implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.read("x");
            long count = 0;
            for (long i = block.begin(); i < block.end(); i++) {
                count += x.getAtIndex(JAVA_DOUBLE, i) == 0 ? 0 : 1;
            }
            block.partial(count);
        }
    }

    /** {@code y[i] = value}; counts the elements. */
    public static final class Fill implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment y = block.write("y");
            double value = block.parameter("value");
            for (long i = block.begin(); i < block.end(); i++) {
                y.setAtIndex(JAVA_DOUBLE, i, value);
            }
            block.partial(block.end() - block.begin());
        }
    }

    /** Takes a millisecond for a block, whose elements it sets to 1 then. */
    public static final class Slow implements Kernel {
        @Override
        public void run(Block block) {
            long deadline = System.nanoTime() + 1_000_000;
            while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(100_000);
            }
            set(block.write("y"), block.begin(), 1);
        }
    }

    /** Sets its block's first element to 1, waits until the gate's only element is not 0, and sets it to 2. */
    public static final class Gated implements Kernel {
        @Override
        public void run(Block block) {
            set(block.write("y"), block.begin(), 1);
            MemorySegment gate = block.read("gate");
            while ((double) DOUBLE.getVolatile(gate, 0L) == 0) {
                LockSupport.parkNanos(100_000);
            }
            set(block.write("y"), block.begin(), 2);
        }
    }

    /** Takes a worker a fifth of a second to make, and counts the elements of the job. */
    public static final class SlowlyMade implements Kernel {
        /** What it takes at least. */
        public static final long NANOS = 200_000_000;

        /** Makes it. */
        public SlowlyMade() {
            long deadline = System.nanoTime() + NANOS;
            while (System.nanoTime() < deadline) {
                LockSupport.parkNanos(100_000);
            }
        }

        @Override
        public void run(Block block) {
            block.partial(block.end() - block.begin());
        }
    }

    /** Appends the parameter to a list, whose length is its first element; for jobs of one chunk. */
    public static final class Appending implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment list = block.write("list");
            double length = list.getAtIndex(JAVA_DOUBLE, 0) + 1;
            list.setAtIndex(JAVA_DOUBLE, (long) length, block.parameter("entry"));
            list.setAtIndex(JAVA_DOUBLE, 0, length);
        }
    }

    /** The sum, the smallest, the largest and the product of x. */
    public static final class Moments implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.read("x");
            double sum = 0;
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double product = 1;
            for (long i = block.begin(); i < block.end(); i++) {
                double value = x.getAtIndex(JAVA_DOUBLE, i);
                sum += value;
                min = Math.min(min, value);
                max = Math.max(max, value);
                product *= value;
            }
            block.partial(sum, min, max, product);
        }
    }

    /** Leaves a partial of as many numbers as the parameter says: the block's first element, and that plus 1, and so on. */
    public static final class Wide implements Kernel {
        @Override
        public void run(Block block) {
            double[] partial = new double[(int) block.parameter("width")];
            for (int position = 0; position < partial.length; position++) {
                partial[position] = block.begin() + position;
            }
            block.partial(partial);
        }
    }

    /** {@code y[i] += 1}, ten microseconds each hundred elements. */
    public static final class AddOneSlowly implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment y = block.write("y");
            for (long i = block.begin(); i < block.end(); i++) {
                y.setAtIndex(JAVA_DOUBLE, i, y.getAtIndex(JAVA_DOUBLE, i) + 1);
                if (i % 100 == 0) {
                    long deadline = System.nanoTime() + 10_000;
                    while (System.nanoTime() < deadline) {
                        Thread.onSpinWait();
                    }
                }
            }
        }
    }

    /** {@code y[i] = 2 · x[i]}; then it waits until the gate's only element is not 0. */
    public static final class DoubleThenWait implements Kernel {
        @Override
        public void run(Block block) {
            MemorySegment x = block.read("x");
            MemorySegment y = block.write("y");
            for (long i = block.begin(); i < block.end(); i++) {
                set(y, i, 2 * x.getAtIndex(JAVA_DOUBLE, i));
            }
            MemorySegment gate = block.read("gate");
            while ((double) DOUBLE.getVolatile(gate, 0L) == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    /** Reads at a null pointer in native code if its block has a certain element; counts the elements. */
    public static final class CrashesAt implements Kernel {
        @Override
        public void run(Block block) {
            double at = block.parameter("at");
            if (block.begin() <= at && at < block.end()) {
                Deadly.readNull();
            }
            block.partial(block.end() - block.begin());
        }
    }

    /** Takes all the memory that its heap has. */
    public static final class Hoarding implements Kernel {
        @Override
        public void run(Block block) {
            List<byte[]> hoard = new ArrayList<>();
            while (hoard.size() < 1 << 20) {
                hoard.add(new byte[1 << 20]);
            }
            block.partial(hoard.size());
        }
    }

    /** Changes its first element, and waits until it is cancelled. */
    public static final class Patient implements Kernel {
        @Override
        public void run(Block block) {
            set(block.write("y"), block.begin(), 1);
            while (!block.isCancelled()) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private static void set(MemorySegment array, long index, double value) {
        DOUBLE.setVolatile(array, index * Double.BYTES, value);
    }
}
