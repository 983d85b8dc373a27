package io.gatun.sync;

import java.io.Serial;
import java.nio.file.Path;

/**
 * The lock's owner died holding it, and nothing could repair what it guards: the lock was taken from the dead, found beyond repair, and
 * is unusable from now on. One caller gets this for a death; all after it get {@link LockUnusableException}.
 */
public final class OwnerDiedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient OwnerDeath death;

    OwnerDiedException(Path path, OwnerDeath death) {
        super(path + ": " + death.inWords() + ", and nothing is set to repair it (onOwnerDeath): create it anew");
        this.death = death;
    }

    OwnerDiedException(Path path, OwnerDeath death, Throwable cause) {
        super(path + ": " + death.inWords() + ", and the repair failed: create it anew", cause);
        this.death = death;
    }

    /** Returns who died, and when. */
    public OwnerDeath death() {
        return death;
    }
}
