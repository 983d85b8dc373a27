package io.gatun.job;

import io.gatun.job.control.JobDescription;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The description of the job a pool posted last. A job that is submitted again and again is encoded once, and workers see by
 * the number that they know it already.
 */
final class PostedDescription {
    private @Nullable Job job;
    private Path[] paths = {};
    private byte[] bytes = {};
    private int number;
    private int savedBytes;

    /**
     * Describes a job anew unless that is the last one, its arrays still under the same names.
     *
     * @throws io.gatun.segment.SegmentException.Closed if one of its arrays is closed by now
     */
    void describe(Job next) {
        next.requireOpenArrays();
        if (next == job && !isMoved(next)) {
            return;
        }
        JobDescription description = JobDescription.of(next);
        byte[] encoded = description.encode();
        savedBytes = description.savedBytes();
        if (number == 0 || !Arrays.equals(encoded, bytes)) {
            number++;
            bytes = encoded;
        }
        paths = next.arrays().values().stream()
                .map(bound -> bound.array().segment().path())
                .toArray(Path[]::new);
        job = next;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns what is saved of each element before it is changed, in bytes. */
    int savedBytes() {
        return savedBytes;
    }

    /** Counts the descriptions, from 1. */
    int number() {
        return number;
    }

    private boolean isMoved(Job same) {
        int index = 0;
        for (Job.Bound bound : same.arrays().values()) {
            if (!bound.array().segment().path().equals(paths[index++])) {
                return true;
            }
        }
        return false;
    }
}
