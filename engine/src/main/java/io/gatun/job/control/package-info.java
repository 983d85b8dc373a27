/**
 * The control segment: where the coordinator and the workers of one pool meet, and the only thing they exchange.
 *
 * <p>{@link io.gatun.job.control.ControlSegment} is the segment. Its parts, in their order there: the header, whose words are
 * the {@link io.gatun.job.control.JobBoard}, on which a job is posted and from which its chunks are claimed, and the
 * {@link io.gatun.job.control.Bell}, by which processes wait for each other; one {@link io.gatun.job.control.WorkerSlot} for
 * each worker; and the {@link io.gatun.job.control.JobArea} with the job's ledger (a word for each chunk), its partials
 * (numbers for each block) and its {@link io.gatun.job.control.JobDescription}. Where things lie is in
 * {@link io.gatun.job.control.HeaderLayout}, {@link io.gatun.job.control.CurrentJobLayout} and
 * {@link io.gatun.job.control.SlotLayout}.
 *
 * <p><b>A job's way.</b> The coordinator makes the area ready, posts the job on the board and rings the bell. Workers wake up,
 * claim chunks by an atomic add, and compute them; each reports back what it had when it finds nothing left, and the last to
 * report wakes the coordinator, which reduces the partials.
 *
 * <p><b>Liveness.</b> The coordinator holds the kernel's lock on the segment's file. A worker has a thread that waits for this
 * lock: it gets it when the coordinator is gone, however that ended, and then the worker ends too.
 *
 * <p><b>Deaths.</b> Any process may be killed between any two stores, and what it leaves must make sense to those who live. The places
 * that matter say so, {@code CrashPoint.CHUNK_CLAIMED.reach()} for one; there a test has the process kill itself, and looks at what
 * becomes of the job. See {@code io.gatun.posix.CrashPoint}.
 */
@NullMarked
package io.gatun.job.control;

import org.jspecify.annotations.NullMarked;
