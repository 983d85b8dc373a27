package io.gatun.bench;

import io.gatun.job.Block;
import io.gatun.job.CompensatedSum;
import io.gatun.job.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a kernel in this process, block after block, over memory that is bound here: what a worker does, without the worker.
 * Every parameter is {@value #PARAMETER}.
 *
 * <p><b>Threads:</b> one.
 */
final class InProcessBlock implements Block {
    private static final double PARAMETER = 0.5;

    private final Map<String, MemorySegment> arrays = new HashMap<>();
    private long begin;
    private long end;
    private CompensatedSum sum = new CompensatedSum();

    /** Binds an array, for reading and writing. */
    InProcessBlock with(String name, MemorySegment array) {
        arrays.put(name, array);
        return this;
    }

    /** Runs the kernel over all elements and returns the sum of the first numbers of the partials. */
    double run(Kernel kernel, long elements, long blockElements) throws Exception {
        sum = new CompensatedSum();
        for (begin = 0; begin < elements; begin = end) {
            end = Math.min(elements, begin + blockElements);
            kernel.run(this);
        }
        return sum.value();
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
        return PARAMETER;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void partial(double... values) {
        sum.add(values[0]);
    }
}
