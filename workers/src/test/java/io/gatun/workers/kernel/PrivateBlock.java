package io.gatun.workers.kernel;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One block over arrays of its own, which a kernel runs over in this process; what it did can be asked for afterwards. */
final class PrivateBlock implements Block, AutoCloseable {
    /** What stands in an array of the kernel's where it was told to write nothing. */
    static final double UNTOUCHED = -12345;

    private final Arena arena = Arena.ofConfined();
    private final Map<String, MemorySegment> arrays = new HashMap<>();
    private final double parameter;
    private final long begin;
    private final long end;
    private double[] partial = {};

    /** A block of elements {@code begin} to {@code end}; every parameter has the value given. */
    PrivateBlock(long begin, long end, double parameter) {
        this.begin = begin;
        this.end = end;
        this.parameter = parameter;
    }

    /** Binds an array. */
    PrivateBlock with(String name, double... values) {
        arrays.put(name, arena.allocateFrom(JAVA_DOUBLE, values));
        return this;
    }

    /** Binds an array to be written. */
    PrivateBlock with(String name, int elements) {
        double[] values = new double[elements];
        Arrays.fill(values, UNTOUCHED);
        return with(name, values);
    }

    /** Runs a kernel. */
    PrivateBlock run(Kernel kernel) throws Exception {
        kernel.run(this);
        return this;
    }

    /** Returns an array's elements. */
    double[] array(String name) {
        return read(name).toArray(JAVA_DOUBLE);
    }

    /** Returns what the kernel left. */
    double[] partial() {
        return partial;
    }

    @Override
    public long begin() {
        return begin;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public boolean has(String array) {
        return arrays.containsKey(array);
    }

    @Override
    public MemorySegment read(String array) {
        MemorySegment elements = arrays.get(array);
        if (elements == null) {
            throw new IllegalArgumentException("array=" + array + " is not bound");
        }
        return elements;
    }

    @Override
    public MemorySegment write(String array) {
        return read(array);
    }

    @Override
    public double parameter(String name) {
        return parameter;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void partial(double... values) {
        partial = values.clone();
    }

    @Override
    public void close() {
        arena.close();
    }
}
