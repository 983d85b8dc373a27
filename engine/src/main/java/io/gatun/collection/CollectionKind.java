package io.gatun.collection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a segment of this package is; its {@link #code()} is in the segment's header. */
public enum CollectionKind {
    /** A {@code SharedMap}. */
    MAP(1),
    /** A {@code SharedSet}. */
    SET(2),
    /** A {@code SharedNamespace}. */
    NAMESPACE(3),
    /** A {@code SharedList}. */
    LIST(4),
    /** A {@code SharedQueue}. */
    QUEUE(5),
    /** A {@code FrozenList}. */
    FROZEN_LIST(6);

    private final int code;

    CollectionKind(int code) {
        this.code = code;
    }

    /** Returns the number that stands for this kind in a header. */
    public int code() {
        return code;
    }

    /** Returns the kind that a number stands for; empty if it stands for none. */
    static Optional<CollectionKind> ofCode(int code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    /** Returns the name in words, for instance {@code frozen list}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
