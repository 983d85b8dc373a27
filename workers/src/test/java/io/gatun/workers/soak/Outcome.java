package io.gatun.workers.soak;

import io.gatun.job.JobReport;
import io.gatun.segment.SharedArray;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a work came to, to the last bit.
 *
 * @param results the bits of all numbers that its jobs returned
 * @param digest the SHA-256 of the array it left
 */
record Outcome(List<Long> results, String digest) {
    static Outcome of(List<JobReport> reports, SharedArray array) {
        List<Long> results = new ArrayList<>();
        for (JobReport report : reports) {
            report.results().forEach(number -> results.add(Double.doubleToRawLongBits(number)));
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(array.data().asByteBuffer());
            return new Outcome(results, HexFormat.of().formatHex(sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
