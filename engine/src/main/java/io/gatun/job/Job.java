package io.gatun.job;

import io.gatun.segment.SharedArray;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What is to be computed: a kernel by name, the arrays and parameters bound to it, and how its partials are reduced.
 *
 * <p>A job is immutable; each method returns a new one:
 *
 * <p>{@snippet :
 * Job job = Job.of("sin2cos2").read("x", angles).write("y", result).reduce(Reduction.SUM);
 * }
 *
 * <p><b>Ownership:</b> the arrays stay their owner's, who keeps them open until the job is done.
 */
public final class Job {
    private final String kernel;
    private Map<String, Bound> arrays = Map.of();
    private Map<String, Double> parameters = Map.of();
    private List<Reduction> reductions = List.of();
    private long explicitElements;
    private long chunkElements;
    private Schedule schedule = Schedule.DYNAMIC;
    private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    private long limitNanos = Long.MAX_VALUE;
    private long chunkLimitNanos = Long.MAX_VALUE;
    private Map<String, String> notes = Map.of();

    /**
     * An array and what the job does to it.
     *
     * @param array the array, open here
     * @param binding what the kernel may do to it
     */
    public record Bound(SharedArray array, Binding binding) {}

    private Job(String kernel) {
        this.kernel = Objects.requireNonNull(kernel);
    }

    private Job(Job other) {
        this.kernel = other.kernel;
        this.arrays = other.arrays;
        this.parameters = other.parameters;
        this.reductions = other.reductions;
        this.explicitElements = other.explicitElements;
        this.chunkElements = other.chunkElements;
        this.schedule = other.schedule;
        this.retryPolicy = other.retryPolicy;
        this.limitNanos = other.limitNanos;
        this.chunkLimitNanos = other.chunkLimitNanos;
        this.notes = other.notes;
    }

    /**
     * Returns a job without arrays, parameters or a result.
     *
     * @param kernel the name of a built-in kernel, or the class name of one that the workers are
     *     {@linkplain WorkerCommand#allowing allowed} to load
     */
    public static Job of(String kernel) {
        return new Job(kernel);
    }

    /** Binds an array that the kernel reads; workers map it read-only. */
    public Job read(String name, SharedArray array) {
        return bind(name, array, Binding.READ);
    }

    /** Binds an array that the kernel writes without reading it first. */
    public Job write(String name, SharedArray array) {
        return bind(name, array, Binding.WRITE);
    }

    /** Binds an array that the kernel changes in place. */
    public Job readWrite(String name, SharedArray array) {
        return bind(name, array, Binding.READ_WRITE);
    }

    /**
     * Binds an array.
     *
     * @throws IllegalArgumentException if the name is bound already
     */
    public Job bind(String name, SharedArray array, Binding binding) {
        Map<String, Bound> more = new LinkedHashMap<>(arrays);
        if (more.put(name, new Bound(array, binding)) != null) {
            throw new IllegalArgumentException("array=" + name + " is bound twice");
        }
        Job job = new Job(this);
        job.arrays = Collections.unmodifiableMap(more);
        return job;
    }

    /** Sets a parameter, anew if it was set before. */
    public Job parameter(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        Job job = new Job(this);
        job.parameters = Collections.unmodifiableMap(more);
        return job;
    }

    /**
     * Reduces the partials that the kernel leaves.
     *
     * @param each how each number of a partial is reduced, in their order; none for no result
     */
    public Job reduce(Reduction... each) {
        return reduce(List.of(each));
    }

    /** Reduces the partials that the kernel leaves; see {@link #reduce(Reduction...)}. */
    public Job reduce(List<Reduction> each) {
        Job job = new Job(this);
        job.reductions = List.copyOf(each);
        return job;
    }

    /**
     * Sets the number of elements, for a kernel whose arrays are not all of one size. It then looks itself that it stays
     * within each.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Job elements(long elements) {
        requirePositive("elements", elements);
        Job job = new Job(this);
        job.explicitElements = elements;
        return job;
    }

    /**
     * Sets what a worker claims at once, in elements; if the job reduces partials, it is rounded up to whole blocks. Without
     * it, a size is chosen that keeps all workers busy to the end: from the number of elements and workers, and from the
     * kernel's speed as the pool has measured it.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Job chunk(long elements) {
        requirePositive("chunk", elements);
        Job job = new Job(this);
        job.chunkElements = elements;
        return job;
    }

    /** Sets how chunks find their workers; {@link Schedule#DYNAMIC} without it. */
    public Job schedule(Schedule how) {
        Job job = new Job(this);
        job.schedule = Objects.requireNonNull(how);
        return job;
    }

    /** Sets what is done about chunks whose workers end; {@link RetryPolicy#DEFAULT} without it. */
    public Job retry(RetryPolicy policy) {
        Job job = new Job(this);
        job.retryPolicy = Objects.requireNonNull(policy);
        return job;
    }

    /**
     * Sets how long the job may take from when its first chunk can be claimed; no limit without it. Then no further chunk is begun,
     * workers that have not left within {@value WorkerPool#GRACE_MILLIS} ms are killed, and the job fails with
     * {@link JobException.TimedOut}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Job limit(Duration limit) {
        requirePositive("limit", limit.toNanos());
        Job job = new Job(this);
        job.limitNanos = limit.toNanos();
        return job;
    }

    /**
     * Sets how long a worker may be in one chunk, and in the claiming of one; no limit without it. A worker that is longer at it is
     * asked to leave the chunk, which a kernel can see by {@link Block#isCancelled}, and, if it has not within
     * {@value WorkerPool#GRACE_MILLIS} ms, killed; that is an attempt at the chunk, as a death is. A stopped process (SIGSTOP) is
     * noticed by this alone.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Job chunkLimit(Duration limit) {
        requirePositive("chunkLimit", limit.toNanos());
        Job job = new Job(this);
        job.chunkLimitNanos = limit.toNanos();
        return job;
    }

    Job limits(long nanos, long chunkNanos) {
        Job job = new Job(this);
        job.limitNanos = nanos;
        job.chunkLimitNanos = chunkNanos;
        return job;
    }

    /** Leaves a note with the job, for whoever finishes it if this process dies: see {@link ResumedJob#notes()}. */
    public Job note(String key, String text) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(key, text);
        Job job = new Job(this);
        job.notes = Collections.unmodifiableMap(more);
        return job;
    }

    /** Returns the name of the kernel. */
    public String kernel() {
        return kernel;
    }

    /** Returns the arrays by the names the kernel knows them by, in the order they were bound. */
    public Map<String, Bound> arrays() {
        return arrays;
    }

    /** Returns the parameters by name. */
    public Map<String, Double> parameters() {
        return parameters;
    }

    /** Returns how each number of a partial is reduced; empty for no result. */
    public List<Reduction> reductions() {
        return reductions;
    }

    /** Returns how chunks find their workers. */
    public Schedule schedule() {
        return schedule;
    }

    /** Returns what is done about chunks whose workers end. */
    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /** Returns how long the job may take; {@link Long#MAX_VALUE} for no limit. */
    public long limitNanos() {
        return limitNanos;
    }

    /** Returns how long a worker may be in one chunk; {@link Long#MAX_VALUE} for no limit. */
    public long chunkLimitNanos() {
        return chunkLimitNanos;
    }

    /** Returns the notes that were left with the job. */
    public Map<String, String> notes() {
        return notes;
    }

    /** Returns the chunk size that was asked for, in elements; empty for one that is chosen. */
    public OptionalLong requestedChunk() {
        return chunkElements == 0 ? OptionalLong.empty() : OptionalLong.of(chunkElements);
    }

    /**
     * Returns the number of elements: the one that was set, or the size that all arrays have.
     *
     * @throws IllegalArgumentException if none was set and there is no array, or two differ in size
     */
    public long elements() {
        if (explicitElements > 0) {
            return explicitElements;
        }
        long size = 0;
        for (Bound bound : arrays.values()) {
            if (size != 0 && bound.array().size() != size) {
                throw new IllegalArgumentException("arrays of different sizes: " + describeSizes());
            }
            size = bound.array().size();
        }
        if (size == 0) {
            throw new IllegalArgumentException("a job over no array needs its number of elements");
        }
        return size;
    }

    /** Throws {@link io.gatun.segment.SegmentException.Closed} if an array is closed here; workers would not notice. */
    void requireOpenArrays() {
        for (Bound bound : arrays.values()) {
            Objects.requireNonNull(bound.array().data());
        }
    }

    private String describeSizes() {
        return arrays.entrySet().stream()
                .map(e -> e.getKey() + " has " + e.getValue().array().size() + " elements")
                .collect(Collectors.joining(", "));
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + "=" + value + " is not positive");
        }
    }
}
