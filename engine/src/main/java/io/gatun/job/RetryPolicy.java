package io.gatun.job;

import io.gatun.job.control.Ledger;

/**
 * What is done about a chunk whose worker ended in it, or was ended since the chunk took too long. An exception that a kernel throws is
 * no such thing: it ends the job at once.
 *
 * @param attempts how often a chunk is tried, 1 to 255; with 1 a worker's death ends the job, and nothing is saved of the arrays that
 *     the job changes in place
 * @param finishesOthers whether, when a chunk has used up its attempts, the others are done all the same, and the
 *     {@linkplain JobReport#missing report} says which elements are missing; otherwise the job ends
 * @param bisects whether the smallest range of elements that ends a worker is looked for, by further processes that end; not in
 *     arrays that are changed in place
 */
public record RetryPolicy(int attempts, boolean finishesOthers, boolean bisects) {
    /** Three attempts; then the job ends. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, false, false);

    /** No second attempt. */
    public static final RetryPolicy NONE = new RetryPolicy(1, false, false);

    /**
     * Makes a policy.
     *
     * @throws IllegalArgumentException if {@code attempts} is not between 1 and 255
     */
    public RetryPolicy {
        if (attempts < 1 || attempts > Ledger.MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts=" + attempts + " is not between 1 and " + Ledger.MAX_ATTEMPTS);
        }
    }

    /** Returns the default with another number of attempts. */
    public static RetryPolicy ofAttempts(int attempts) {
        return new RetryPolicy(attempts, false, false);
    }

    /** Returns the same, but the chunks that can be done are done. */
    public RetryPolicy finishingOthers() {
        return new RetryPolicy(attempts, true, bisects);
    }

    /** Returns the same, but the smallest range of elements that ends a worker is looked for. */
    public RetryPolicy bisecting() {
        return new RetryPolicy(attempts, finishesOthers, true);
    }
}
