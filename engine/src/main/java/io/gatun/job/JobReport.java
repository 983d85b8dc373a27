package io.gatun.job;

import java.util.List;

/**
 * What came of a job and what it took.
 *
 * @param kernel the kernel's name
 * @param elements the number of elements
 * @param chunks the number of chunks they were cut into
 * @param chunkElements the elements in a chunk; the last may have fewer
 * @param schedule how chunks found their workers
 * @param results the reduced partials; empty without a reduction
 * @param phases where the time went
 * @param perWorker what each worker did, in the order of their numbers; that of all processes that had the number, one after the
 *     other
 * @param failures the workers that ended or were ended meanwhile, in the order in which this was noticed; what they held was done
 *     again
 * @param missing the elements that could not be computed, where the {@link RetryPolicy} says that the others are finished; the
 *     results are without them
 */
public record JobReport(
        String kernel,
        long elements,
        long chunks,
        long chunkElements,
        Schedule schedule,
        List<Double> results,
        Phases phases,
        List<WorkerReport> perWorker,
        List<WorkerFailure> failures,
        List<ElementRange> missing) {

    /**
     * The phases of a job, one after the other, in nanoseconds; together they make the wall time.
     *
     * @param queueNanos from the job's submission until no other was before it
     * @param spawnNanos from the start of the first worker process until all were started, for a job that was submitted within
     *     a second of that and for which it counts; otherwise 0
     * @param attachNanos until the first chunk was begun: posting the job, waking workers, their mapping of its arrays; where
     *     they had to be started, also their JVMs and the arrays made meanwhile
     * @param computeNanos until the last chunk was done
     * @param reduceNanos until this was noticed and the result was there
     */
    public record Phases(long queueNanos, long spawnNanos, long attachNanos, long computeNanos, long reduceNanos) {
        /** Returns the sum of the phases. */
        public long wallNanos() {
            return queueNanos + spawnNanos + attachNanos + computeNanos + reduceNanos;
        }
    }

    /**
     * What one worker did.
     *
     * @param worker its number, from 0
     * @param pid its process id
     * @param elements the elements it computed; 0 for one that came when nothing was left
     * @param vectorElements how many of them the kernel's vector code computed; the others were left to its scalar code
     * @param chunks the chunks it computed
     * @param computeNanos the time from when it began its first chunk until it found nothing left
     */
    public record WorkerReport(
            int worker, long pid, long elements, long vectorElements, long chunks, long computeNanos) {}

    /**
     * Returns the result of a job whose partials are one number.
     *
     * @throws IllegalStateException if there is no result, or one of several numbers
     */
    public double result() {
        if (results.size() != 1) {
            throw new IllegalStateException("the result has " + results.size() + " numbers: see results()");
        }
        return results.getFirst();
    }
}
