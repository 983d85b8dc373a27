package io.gatun.sync.contract;

/**
 * Where Gatun answers otherwise than CPython's {@code multiprocessing}, and why. Each is asserted in both by the test that
 * names it. All else that the cases ask is answered alike.
 *
 * <p>Names are no difference: {@code tryLock()} is {@code acquire(block=False)}, and what CPython says by a {@code ValueError} or
 * an {@code AssertionError} Gatun says by an {@link IllegalMonitorStateException} or an {@link IllegalStateException}; a case has
 * one word for both. Nor is what CPython has nothing like: interrupts, read-write locks, and what becomes of the dead, whose locks
 * stay held for ever there. CPython leaves it open whom of those that wait a notification wakes; here it is the first.
 */
enum Difference {
    /** One call gives back several permits or none; {@code multiprocessing} has no such argument. */
    RELEASE_OF_SEVERAL,

    /** A barrier of nobody can never be passed, so it is refused; CPython does so in its newer versions only. */
    BARRIER_OF_NOBODY,

    /** Who does not hold the lock must not look at what it guards; CPython notices that only when it comes to wait. */
    WAIT_FOR_WITHOUT_THE_LOCK,

    /** Who waited when an event was set has not missed it; CPython looks again when the thread is awake, and may find it cleared. */
    SET_AND_CLEARED_AT_ONCE,
}
