package io.gatun.collection;

import java.nio.file.Path;
import java.util.Locale;

/** A collection would need more memory than the limit it was created with. Nothing has changed. */
public final class MemoryLimitException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final long limitBytes;

    MemoryLimitException(Path path, long neededBytes, long limitBytes) {
        super(String.format(
                Locale.ROOT,
                "%s needs %,d bytes, its limit is %,d: remove something, or create it with a greater limit",
                path,
                neededBytes,
                limitBytes));
        this.limitBytes = limitBytes;
    }

    /** Returns the limit. */
    public long limitBytes() {
        return limitBytes;
    }
}
