package io.gatun.job;

import java.lang.foreign.MemorySegment;

/**
 * The elements a kernel is to compute in one call, and what is bound to the job.
 *
 * <p><b>Threads:</b> for the thread that runs the kernel only, and for the length of the call.
 */
public interface Block {
    /** Returns the first element, counted from the start of the job's arrays. */
    long begin();

    /** Returns the element after the last. */
    long end();

    /** Tells whether the job binds an array of this name. */
    boolean has(String array);

    /**
     * Returns the elements of an array that is bound for reading, all of them: element {@code i} is at index {@code i}, also
     * where {@code begin()} is not 0. A store to an array that is bound for reading only throws
     * {@link IllegalArgumentException}.
     *
     * @throws IllegalArgumentException if the job binds no such array, or binds it for writing only
     */
    MemorySegment read(String array);

    /**
     * Returns the elements of an array that is bound for writing, all of them, as {@link #read}.
     *
     * @throws IllegalArgumentException if the job binds no such array, or binds it for reading only
     */
    MemorySegment write(String array);

    /**
     * Returns a parameter of the job.
     *
     * @throws IllegalArgumentException if the job does not set it
     */
    double parameter(String name);

    /**
     * Tells whether the job was given up, or this chunk has taken too long: a kernel that takes long over a block may look now and
     * then, and return; what it has done of the block does not count then.
     */
    boolean isCancelled();

    /**
     * Leaves this block's share of the result; the last call counts.
     *
     * @param values as many as the job's {@link Job#reductions()}; ignored if it has none
     * @throws IllegalArgumentException if there are more or fewer
     */
    void partial(double... values);
}
