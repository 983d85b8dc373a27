package io.gatun.job;

/**
 * How far a job is, at one moment.
 *
 * @param elementsDone the elements whose chunks are done
 * @param elements all elements of the job
 * @param elapsedNanos the time since the job was given to the pool
 */
public record Progress(long elementsDone, long elements, long elapsedNanos) {}
