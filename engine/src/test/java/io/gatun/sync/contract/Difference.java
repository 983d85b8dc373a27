package io.gatun.sync.contract;

/**
 * Where Gatun answers otherwise than CPython's {@code multiprocessing}, and why. Each is asserted in both by the test that
 * names it. All else that the cases ask is answered alike.
 */
enum Difference {
    /** One call gives back several permits or none; {@code multiprocessing} has no such argument. */
    RELEASE_OF_SEVERAL,

    /** A barrier of nobody can never be passed, so it is refused; CPython does so in its newer versions only. */
    BARRIER_OF_NOBODY,

    /** Who does not hold the lock must not look at what it guards; CPython notices that only when it comes to wait. */
    WAIT_FOR_WITHOUT_THE_LOCK,
}
