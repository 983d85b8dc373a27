/**
 * A worker process from its first line to its last: {@link io.gatun.workers.WorkerMain} attaches the pool's control segment,
 * {@link io.gatun.workers.JobLoop} waits for jobs and claims chunk after chunk, {@link io.gatun.workers.JobContexts} has each
 * job's arrays and kernel ready, {@link io.gatun.workers.Kernels} knows which kernels may run.
 *
 * <p>A worker makes no native call in its first tenths of a second: to link the first takes it 20 ms, more than its share of
 * the main job.
 */
@NullMarked
package io.gatun.workers;

import org.jspecify.annotations.NullMarked;
