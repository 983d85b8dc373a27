package io.gatun.bench.sync;

/** Which of two processes one is. */
enum Side {
    /** The one that is asked for works, and times them. */
    LEADER,
    /** The one that does them along with it. */
    OTHER
}
