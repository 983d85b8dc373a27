package io.gatun.sync;

/**
 * What is done, with the lock held, when its owner before has died: whatever it guards may be half changed.
 *
 * <p>A repair that returns has made it consistent. One that throws gives up: the lock is unusable for all from then on. A process that
 * dies in a repair is a dead owner like any other; the next one repairs. So a repair must be able to begin anew.
 *
 * @see SharedLock#onOwnerDeath
 */
@FunctionalInterface
public interface Repair {
    /** For what cannot be half changed: a single value, a place in a queue of turns. */
    Repair NOT_NEEDED = death -> {};

    /**
     * Makes what the lock guards consistent.
     *
     * @throws Exception if that cannot be done
     */
    void repair(OwnerDeath death) throws Exception;
}
