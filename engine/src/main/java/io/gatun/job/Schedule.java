package io.gatun.job;

/** How chunks find their workers. The result has the same bits with each. */
public enum Schedule {
    /**
     * Each worker gets one slice: as many chunks as the others, one behind the other, the same for every job of this size. So
     * an element stays with the processor whose caches and memory have it. A worker that is held up holds up the job, and all
     * must have come up.
     */
    STATIC,
    /** A worker claims the next chunk when it has done one: nobody waits for a worker that is held up or came late. */
    DYNAMIC,
    /**
     * A worker claims several chunks at once, at first many and towards the end one: the share of one worker in half of what
     * is left. For jobs of very many small chunks.
     */
    GUIDED
}
