package io.gatun.job;

/** What a job does to an array that is bound to it. */
public enum Binding {
    /** Workers map it read-only. */
    READ,
    /** Every element is written and none is read before that; what was there is lost. */
    WRITE,
    /** Elements are read and then changed in place. */
    READ_WRITE
}
