package io.gatun.job.control;

import io.gatun.job.Binding;
import io.gatun.job.Job;
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
 * What a worker must know of a job beyond its numbers: the kernel's name, where the arrays are, and the parameters.
 *
 * <p><b>Layout:</b> as {@link DataOutputStream} writes it: the kernel's name; the number of arrays, and for each its name,
 * binding, path and file; the number of parameters, and for each its name and value.
 *
 * @param kernel the kernel's name, which a worker looks up among those it may load
 * @param arrays what is bound, in the order of the job
 * @param parameters their values by name
 */
public record JobDescription(String kernel, List<ArrayEntry> arrays, Map<String, Double> parameters) {
    /**
     * An array that is bound to the job.
     *
     * @param name what the kernel calls it
     * @param binding what may be done to it
     * @param path the file to attach
     * @param fileId what identifies the file, so that no other one that has its path by now is taken for it
     */
    public record ArrayEntry(String name, Binding binding, Path path, String fileId) {}

    /** Describes a job. */
    public static JobDescription of(Job job) {
        List<ArrayEntry> arrays = new ArrayList<>();
        job.arrays()
                .forEach((name, bound) -> arrays.add(new ArrayEntry(
                        name,
                        bound.binding(),
                        bound.array().segment().path(),
                        bound.array().segment().fileId())));
        return new JobDescription(job.kernel(), arrays, job.parameters());
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
            }
            out.writeInt(parameters.size());
            for (Map.Entry<String, Double> parameter : parameters.entrySet()) {
                out.writeUTF(parameter.getKey());
                out.writeDouble(parameter.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a name beyond 65,535 bytes
        }
        return bytes.toByteArray();
    }

    static JobDescription decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String kernel = in.readUTF();
            List<ArrayEntry> arrays = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                arrays.add(new ArrayEntry(
                        in.readUTF(), Binding.valueOf(in.readUTF()), Path.of(in.readUTF()), in.readUTF()));
            }
            Map<String, Double> parameters = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                parameters.put(in.readUTF(), in.readDouble());
            }
            return new JobDescription(kernel, arrays, parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a damaged job description", e);
        }
    }
}
