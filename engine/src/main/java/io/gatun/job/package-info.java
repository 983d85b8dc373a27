/**
 * Jobs over shared arrays, run by worker processes.
 *
 * <p>A {@link io.gatun.job.Kernel} computes one {@link io.gatun.job.Block} of elements and knows nothing of processes. A
 * {@link io.gatun.job.Job} names a kernel and binds arrays and parameters to it. A {@link io.gatun.job.WorkerPool} starts the
 * worker processes and runs the job: its elements are cut into chunks, which the workers claim from shared memory one after
 * the other; the {@link io.gatun.job.JobReport} tells the result and who did what.
 *
 * <p><b>The result does not depend on luck.</b> Each block leaves its share of the result, a partial, in shared memory, and
 * the partials are reduced in the order of the blocks, whose size follows from the number of elements alone. So the bits of
 * the result are the same for any number of workers, any chunk size and any order of claims.
 *
 * <p>How coordinator and workers see each other is in {@code io.gatun.job.control}.
 */
@NullMarked
package io.gatun.job;

import org.jspecify.annotations.NullMarked;
