package io.gatun.job.control;

import io.gatun.job.Binding;
import io.gatun.job.Job;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be known of a job beyond its numbers: the kernel's name, where the arrays are and the parameters, for the workers; how
 * partials are reduced, and what is done about failures, for whoever finishes the job if its coordinator dies.
 *
 * <p><b>Layout:</b> as {@link DataOutputStream} writes it: the kernel's name; the number of arrays, and for each its name,
 * binding, path, file, and bytes saved; the number of parameters, and for each its name and value; the number of reductions, and
 * their names; the policy's attempts and two truth values; the two limits; the number of notes, and for each its key and text.
 *
 * @param kernel the kernel's name, which a worker looks up among those it may load
 * @param arrays what is bound, in the order of the job
 * @param parameters their values by name
 * @param reductions how each number of a partial is reduced
 * @param retryPolicy what is done about chunks whose workers end
 * @param limitNanos how long the job may take
 * @param chunkLimitNanos how long a worker may be in a chunk
 * @param notes what the submitter left with the job
 */
public record JobDescription(
        String kernel,
        List<ArrayEntry> arrays,
        Map<String, Double> parameters,
        List<Reduction> reductions,
        RetryPolicy retryPolicy,
        long limitNanos,
        long chunkLimitNanos,
        Map<String, String> notes) {
    /** In place of a number of bytes: the array is changed in place, and its old content cannot be saved, or should not be. */
    public static final int UNSAVED = -1;

    private static final int MAX_COUNT = 1 << 16;

    /**
     * An array that is bound to the job.
     *
     * @param name what the kernel calls it
     * @param binding what may be done to it
     * @param path the file to attach
     * @param fileId what identifies the file, so that no other one that has its path by now is taken for it
     * @param savedBytes what of each element is saved before it is changed, in bytes; 0 if it is not changed in place; or
     *     {@link #UNSAVED}
     */
    public record ArrayEntry(String name, Binding binding, Path path, String fileId, int savedBytes) {}

    /** Describes a job. */
    public static JobDescription of(Job job) {
        List<ArrayEntry> arrays = new ArrayList<>();
        job.arrays()
                .forEach((name, bound) -> arrays.add(new ArrayEntry(
                        name,
                        bound.binding(),
                        bound.array().segment().path(),
                        bound.array().segment().fileId(),
                        savedBytes(job, bound))));
        return new JobDescription(
                job.kernel(),
                arrays,
                job.parameters(),
                job.reductions(),
                job.retryPolicy(),
                job.limitNanos(),
                job.chunkLimitNanos(),
                job.notes());
    }

    /** Returns what is saved of each element, of all arrays together, in bytes. */
    public int savedBytes() {
        int sum = 0;
        for (ArrayEntry array : arrays) {
            sum += Math.max(0, array.savedBytes());
        }
        return sum;
    }

    /** Tells whether a chunk that was begun can be computed again. */
    public boolean isRetryable() {
        return retryPolicy.attempts() > 1 && arrays.stream().noneMatch(array -> array.savedBytes() == UNSAVED);
    }

    /** Returns the bytes that stand in the job's area. */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(kernel);
            out.writeInt(arrays.size());
            for (ArrayEntry array : arrays) {
                out.writeUTF(array.name());
                out.writeUTF(array.binding().name());
                out.writeUTF(array.path().toString());
                out.writeUTF(array.fileId());
                out.writeInt(array.savedBytes());
            }
            out.writeInt(parameters.size());
            for (Map.Entry<String, Double> parameter : parameters.entrySet()) {
                out.writeUTF(parameter.getKey());
                out.writeDouble(parameter.getValue());
            }
            out.writeInt(reductions.size());
            for (Reduction reduction : reductions) {
                out.writeUTF(reduction.name());
            }
            out.writeInt(retryPolicy.attempts());
            out.writeBoolean(retryPolicy.finishesOthers());
            out.writeBoolean(retryPolicy.bisects());
            out.writeLong(limitNanos);
            out.writeLong(chunkLimitNanos);
            out.writeInt(notes.size());
            for (Map.Entry<String, String> note : notes.entrySet()) {
                out.writeUTF(note.getKey());
                out.writeUTF(note.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a name beyond 65,535 bytes
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if these are no such bytes
     */
    static JobDescription decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String kernel = in.readUTF();
            List<ArrayEntry> arrays = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                arrays.add(new ArrayEntry(
                        in.readUTF(),
                        Binding.valueOf(in.readUTF()),
                        Path.of(in.readUTF()),
                        in.readUTF(),
                        in.readInt()));
            }
            Map<String, Double> parameters = new LinkedHashMap<>();
            for (int left = count(in); left > 0; left--) {
                parameters.put(in.readUTF(), in.readDouble());
            }
            List<Reduction> reductions = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                reductions.add(Reduction.valueOf(in.readUTF()));
            }
            RetryPolicy policy = new RetryPolicy(in.readInt(), in.readBoolean(), in.readBoolean());
            long limitNanos = in.readLong();
            long chunkLimitNanos = in.readLong();
            Map<String, String> notes = new LinkedHashMap<>();
            for (int left = count(in); left > 0; left--) {
                notes.put(in.readUTF(), in.readUTF());
            }
            return new JobDescription(
                    kernel, arrays, parameters, reductions, policy, limitNanos, chunkLimitNanos, notes);
        } catch (IOException e) {
            throw new IllegalArgumentException("a damaged job description", e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_COUNT) {
            throw new IllegalArgumentException("a damaged job description: count=" + count);
        }
        return count;
    }

    /** An array is also changed in place if the kernel knows its file by another name, under which it reads it. */
    private static int savedBytes(Job job, Job.Bound bound) {
        boolean isChangedInPlace = bound.binding() == Binding.READ_WRITE
                || (bound.binding() == Binding.WRITE && isReadElsewhere(job, bound));
        if (!isChangedInPlace) {
            return 0;
        }
        boolean canSave = job.retryPolicy().attempts() > 1 && bound.array().size() == job.elements();
        return canSave ? bound.array().dtype().byteSize() : UNSAVED;
    }

    private static boolean isReadElsewhere(Job job, Job.Bound bound) {
        String fileId = bound.array().segment().fileId();
        return job.arrays().values().stream()
                .anyMatch(other -> other.binding() != Binding.WRITE
                        && other.array().segment().fileId().equals(fileId));
    }
}
