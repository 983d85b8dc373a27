package io.gatun.segment;

/** What an attached segment may be used for. */
public enum Access {
    /** Its memory may be read; a store throws {@link IllegalArgumentException}. */
    READ_ONLY,
    /** Its memory may be read and written, and others see what is written. */
    READ_WRITE
}
