package io.gatun.value;

/** The ways in which a value comes to lie somewhere. */
enum Placement {
    OWN_SEGMENT,
    ATTACHED,
    WITHOUT_LOCK,
    CELL,
    FIELD,
    GIVEN_MEMORY;

    boolean hasLock() {
        return this != WITHOUT_LOCK && this != GIVEN_MEMORY;
    }

    boolean ownsItsSegment() {
        return this == OWN_SEGMENT || this == ATTACHED || this == WITHOUT_LOCK;
    }
}
