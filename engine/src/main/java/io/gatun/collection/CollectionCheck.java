package io.gatun.collection;

import java.util.List;

/**
 * What was found when every invariant of a collection was looked at.
 *
 * @param facts what it is, a line each
 * @param problems what is not as it must be; empty if all is well
 */
public record CollectionCheck(List<String> facts, List<String> problems) {
    /** Copies both. */
    public CollectionCheck {
        facts = List.copyOf(facts);
        problems = List.copyOf(problems);
    }

    /** Tells whether all is as it must be. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
