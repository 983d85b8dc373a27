package io.gatun.workers;

import io.gatun.job.Binding;
import io.gatun.job.control.JobDescription;
import io.gatun.job.control.Undo;
import io.gatun.segment.SharedArray;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arrays and parameters of a job, by the names its kernel knows them by. */
final class JobArrays {
    private final JobDescription job;
    private final Map<String, Bound> arrays;
    private final List<Undo.Saved> saved = new ArrayList<>();

    /** An attached array, its elements, and what the job may do to it. */
    record Bound(SharedArray array, MemorySegment data, Binding binding) {}

    JobArrays(JobDescription job, Map<String, Bound> arrays) {
        this.job = job;
        this.arrays = arrays;
        for (JobDescription.ArrayEntry entry : job.arrays()) {
            if (entry.savedBytes() > 0) {
                saved.add(new Undo.Saved(
                        Objects.requireNonNull(arrays.get(entry.name())).data(), entry.savedBytes()));
            }
        }
    }

    /** Returns the arrays whose old content is saved before it is changed. */
    List<Undo.Saved> saved() {
        return saved;
    }

    JobDescription job() {
        return job;
    }

    Iterable<Bound> all() {
        return arrays.values();
    }

    boolean has(String name) {
        return arrays.containsKey(name);
    }

    MemorySegment readable(String name) {
        return data(name, Binding.WRITE, "writing only");
    }

    MemorySegment writable(String name) {
        return data(name, Binding.READ, "reading only");
    }

    double parameter(String name) {
        Double value = job.parameters().get(name);
        if (value == null) {
            throw new IllegalArgumentException("kernel " + job.kernel() + " needs the parameter " + name
                    + "; the job sets " + job.parameters().keySet());
        }
        return value;
    }

    private MemorySegment data(String name, Binding refused, String refusal) {
        @Nullable Bound bound = arrays.get(name);
        if (bound == null) {
            throw new IllegalArgumentException(
                    "kernel " + job.kernel() + " needs the array " + name + "; the job binds " + arrays.keySet());
        }
        if (bound.binding() == refused) {
            throw new IllegalArgumentException("the job binds the array " + name + " for " + refusal);
        }
        return bound.data();
    }
}
