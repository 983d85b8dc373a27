package io.gatun.bench.sync;

/**
 * A work, as one of the ways to do it has it.
 *
 * @param processes how many processes do it at once: one or two
 * @param counting how many of them count
 * @param loop what each of them does
 * @param counter what they count in
 */
record Task(int processes, int counting, Loop loop, Counter counter) {
    /** Makes a work in which all count. */
    Task(int processes, Loop loop, Counter counter) {
        this(processes, processes, loop, counter);
    }

    /** What a process does. */
    @FunctionalInterface
    interface Loop {
        /** Does it so many times, as one of the two. */
        void run(Side side, int count) throws InterruptedException;
    }

    /** Something that both processes see. */
    interface Counter {
        /** Returns the count. */
        long get();

        /** Sets the count. */
        void set(long count);
    }
}
