package io.gatun.sync;

import java.io.Serial;
import java.nio.file.Path;

/** What the lock guards was left half changed by an owner that died, and nobody could repair it: the lock is unusable for good. */
public final class LockUnusableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LockUnusableException(Path path, OwnerDeath death) {
        super(path + " is unusable: " + death.inWords() + ", and it could not be repaired: create it anew");
    }
}
