package io.gatun.segment;

import java.time.Instant;
import java.util.List;

/**
 * An orphan that {@link Segments#collect} found: what proves that nobody needs it, and what became of it.
 *
 * @param segment the orphan; nobody locks it, and none of the processes looked at maps it
 * @param created when its file was made, or last changed where the file system does not tell
 * @param processes how many processes were looked at
 * @param hidden those whose mappings this user may not see
 * @param outcome what became of it
 * @param reason why it was kept, with what to do; empty if it was not
 */
public record Collected(
        SegmentInfo segment,
        Instant created,
        int processes,
        List<HiddenProcess> hidden,
        Outcome outcome,
        String reason) {

    /** What became of an orphan. */
    public enum Outcome {
        /** Its name is gone. */
        REMOVED,
        /** It would have been removed. */
        REMOVABLE,
        /** It was left, for the reason given. */
        KEPT
    }

    /**
     * A process that could not be looked at.
     *
     * @param pid its id; 0 for all those whose ids are hidden too
     * @param name what it calls itself
     */
    public record HiddenProcess(long pid, String name) {}
}
