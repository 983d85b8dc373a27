package io.gatun.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.job.Binding;
import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared arrays of one trial, filled, and the job over them. The names are those that the built-in kernels know.
 *
 * <p><b>Ownership:</b> the arrays are temporary; {@link #close()} removes them.
 */
final class SharedInputs implements AutoCloseable {
    private final Trial trial;
    private final Map<String, SharedArray> arrays = new LinkedHashMap<>();
    private Job job;

    /** Makes the arrays of a trial of an array work. */
    SharedInputs(Trial trial) {
        this.trial = trial;
        this.job = Job.of(trial.work().label());
        try {
            switch (trial.work()) {
                case JobWork.SIN2COS2 -> bind("y", Binding.WRITE, 0);
                case JobWork.AXPY -> {
                    bind("x", Binding.READ, JobWork.X_MODULUS);
                    bind("y", Binding.READ_WRITE, JobWork.Y_MODULUS);
                    job = job.parameter("a", JobWork.A);
                }
                case JobWork.TRIAD -> {
                    bind("a", Binding.WRITE, 0);
                    bind("b", Binding.READ, JobWork.X_MODULUS);
                    bind("c", Binding.READ, JobWork.Y_MODULUS);
                    job = job.parameter("s", JobWork.S);
                }
                case JobWork.SUM -> bind("x", Binding.READ, JobWork.X_MODULUS);
                case JobWork.DOT -> {
                    bind("x", Binding.READ, JobWork.X_MODULUS);
                    bind("y", Binding.READ, JobWork.Y_MODULUS);
                }
                default -> throw new IllegalArgumentException(trial + " has no arrays");
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
        if (trial.work().expectedResult(trial.size()).isPresent()) {
            job = job.reduce(Reduction.SUM);
        }
    }

    Trial trial() {
        return trial;
    }

    Job job() {
        return job;
    }

    /** Returns elements of the array that the job writes, evenly spaced. */
    double[] sample(int count) {
        SharedArray written = job.arrays().values().stream()
                .filter(bound -> bound.binding() != Binding.READ)
                .findFirst()
                .orElseThrow()
                .array();
        double[] values = new double[count];
        for (int k = 0; k < count; k++) {
            values[k] = written.getDouble(ValueCheck.index(k, count, trial.size()));
        }
        return values;
    }

    @Override
    public void close() {
        for (SharedArray array : arrays.values()) {
            array.unlink();
            array.close();
        }
        arrays.clear();
    }

    private void bind(String name, Binding binding, int modulus) {
        SharedArray array = SharedArray.create(SegmentName.temporary(), DType.FLOAT64, trial.size());
        arrays.put(name, array);
        if (modulus == 0) {
            array.segment().prefault();
        } else {
            fill(array.data(), modulus);
        }
        job = job.bind(name, array, binding);
    }

    private static void fill(MemorySegment elements, int modulus) {
        @Nullable MemorySegment first = null;
        for (long begin = 0; begin < elements.byteSize(); begin += (long) modulus * Double.BYTES) {
            long bytes = Math.min((long) modulus * Double.BYTES, elements.byteSize() - begin);
            MemorySegment cycle = elements.asSlice(begin, bytes);
            if (first == null) {
                for (long i = 0; i < bytes / Double.BYTES; i++) {
                    cycle.setAtIndex(JAVA_DOUBLE, i, (double) i);
                }
                first = cycle;
            } else {
                MemorySegment.copy(first, 0, cycle, 0, bytes);
            }
        }
    }
}
