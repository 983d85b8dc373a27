package io.gatun.cli;

import io.gatun.job.Binding;
import io.gatun.job.Job;
import io.gatun.job.KernelSpec;
import io.gatun.job.KernelSpec.ArraySpec;
import io.gatun.segment.Access;
import io.gatun.segment.DType;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import io.gatun.segment.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one run: inputs attached, outputs made under temporary names, which get their own names only when the job
 * has succeeded. So an output never holds half a result.
 *
 * <p>{@link #close()} removes every output that is not to stay, so that a run that ends early leaves nothing behind.
 */
final class RunArrays implements AutoCloseable {
    private final Map<String, SharedArray> inputs = new LinkedHashMap<>();
    private final Map<String, SharedArray> outputs = new LinkedHashMap<>();
    private final List<SharedArray> temporary = new ArrayList<>();

    /** Attaches the inputs, checked against what the kernel wants. */
    void openInputs(List<ArrayOption> options, KernelSpec spec, Trust trust) {
        for (ArrayOption option : options) {
            ArraySpec wanted = known(option, spec);
            boolean changed = wanted.binding() == Binding.READ_WRITE;
            if (wanted.binding() == Binding.WRITE) {
                throw new UsageException(option.name() + " is an output of this kernel: use --out");
            }
            SharedArray array =
                    SharedArray.attach(realFile(option.path()), changed ? Access.READ_WRITE : Access.READ_ONLY, trust);
            if (inputs.put(option.name(), array) != null) {
                array.close();
                throw new UsageException("--in " + option.name() + " is given twice");
            }
            if (array.dtype() != wanted.dtype() && !spec.equals(KernelSpec.UNSPECIFIED)) {
                throw new UsageException("input %s (%s) has elements of type %s, the kernel needs %s"
                        .formatted(
                                option.name(),
                                option.path(),
                                array.dtype().numpyName(),
                                wanted.dtype().numpyName()));
            }
        }
        for (ArraySpec array : spec.arrays()) {
            if (array.required() && array.binding() != Binding.WRITE && !inputs.containsKey(array.name())) {
                throw new UsageException("the kernel needs an input: --in " + array.name() + "=FILE.npy");
            }
        }
    }

    /** Returns the shape that the inputs have and the outputs get. */
    long[] shape(long defaultSize, boolean sizeGiven) {
        long[] shape = null;
        for (Map.Entry<String, SharedArray> input : inputs.entrySet()) {
            long[] next = input.getValue().shape();
            if (shape != null && !Arrays.equals(shape, next)) {
                throw new UsageException("input %s has the shape %s, another input has %s"
                        .formatted(input.getKey(), Arrays.toString(next), Arrays.toString(shape)));
            }
            shape = next;
        }
        if (shape == null) {
            return new long[] {defaultSize};
        }
        long elements = inputs.values().iterator().next().size();
        if (sizeGiven && elements != defaultSize) {
            throw new UsageException("--size %,d, but the input has %,d elements".formatted(defaultSize, elements));
        }
        return shape;
    }

    /** Asks whether the limits of this user's processes allow that many workers, and outputs of the shape; makes neither. */
    void requireWithinLimits(int workers, List<ArrayOption> options, KernelSpec spec, long[] shape) {
        long outputBytes = 0;
        for (String name : outputFolders(options, spec).keySet()) {
            outputBytes += SharedArray.fileSize(outputType(name, spec), shape);
        }
        WorkerLimits.require(workers, outputBytes);
    }

    /**
     * Sees to it that nobody has truncated an array while it was in use: what is gone is read as an error, or as zeros.
     *
     * @throws SegmentException.Truncated if somebody has
     */
    void requireWhole() {
        inputs.values().forEach(input -> input.segment().requireWhole());
        outputs.values().forEach(output -> output.segment().requireWhole());
    }

    /** Makes the outputs that were asked for, and those the kernel cannot do without, under temporary names. */
    void makeOutputs(List<ArrayOption> options, KernelSpec spec, long[] shape) {
        outputFolders(options, spec).forEach((name, folder) -> {
            Path path = folder.resolve(SegmentName.temporary().value());
            SharedArray output = SharedArray.create(path, outputType(name, spec), shape);
            temporary.add(output);
            outputs.put(name, output);
        });
    }

    private static Map<String, Path> outputFolders(List<ArrayOption> options, KernelSpec spec) {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (ArraySpec array : spec.arrays()) {
            if (array.binding() == Binding.WRITE && array.required()) {
                folders.put(array.name(), SegmentName.folder());
            }
        }
        for (ArrayOption option : options) {
            folders.put(option.name(), Objects.requireNonNull(option.path().getParent()));
        }
        return folders;
    }

    private static DType outputType(String name, KernelSpec spec) {
        return spec.array(name).map(ArraySpec::dtype).orElse(DType.FLOAT64);
    }

    /** Binds everything to a job. */
    Job bind(Job job, KernelSpec spec) {
        Job bound = job;
        for (Map.Entry<String, SharedArray> input : inputs.entrySet()) {
            Binding binding = spec.array(input.getKey()).map(ArraySpec::binding).orElse(Binding.READ);
            bound = bound.bind(input.getKey(), input.getValue(), binding);
        }
        for (Map.Entry<String, SharedArray> output : outputs.entrySet()) {
            bound = bound.write(output.getKey(), output.getValue());
        }
        return bound;
    }

    /**
     * Gives outputs their own names, and thereby lets them stay; all of them or none. Except that one which has replaced a file
     * stays in any case: that file is gone, and to remove the new one too would help nobody.
     *
     * @throws io.gatun.segment.SegmentException if one cannot get its name
     */
    void publish(Map<String, Path> paths, boolean replace) {
        List<SharedArray> added = new ArrayList<>();
        try {
            paths.forEach((name, path) -> {
                SharedArray output = Objects.requireNonNull(outputs.get(name));
                if (!rename(output, path, replace)) {
                    added.add(output);
                }
                temporary.remove(output);
            });
        } catch (RuntimeException e) {
            temporary.addAll(added); // to be removed when this is closed
            throw e;
        }
    }

    /** Returns whether it took the place of a file. */
    private static boolean rename(SharedArray output, Path path, boolean replace) {
        try {
            output.segment().rename(path, false);
            return false;
        } catch (SegmentException.AlreadyExists e) {
            if (!replace) {
                throw e;
            }
        }
        output.segment().rename(path, true);
        return true;
    }

    Map<String, SharedArray> inputs() {
        return inputs;
    }

    Map<String, SharedArray> outputs() {
        return outputs;
    }

    /** Does all of it even where a part fails, and then throws the first failure. */
    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        temporary.forEach(output -> steps.add(output::unlink));
        outputs.values().forEach(output -> steps.add(output::close));
        inputs.values().forEach(input -> steps.add(input::close));
        temporary.clear();
        @Nullable RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Returns what the kernel wants of an array; a kernel that tells nothing wants anything. */
    static ArraySpec known(ArrayOption option, KernelSpec spec) {
        if (spec.equals(KernelSpec.UNSPECIFIED)) {
            return new ArraySpec(option.name(), DType.FLOAT64, Binding.READ, false);
        }
        return spec.array(option.name())
                .orElseThrow(() -> new UsageException("the kernel has no array " + option.name() + ", only "
                        + String.join(
                                ", ",
                                spec.arrays().stream().map(ArraySpec::name).toList())));
    }

    /** On disk a symbolic link is followed, as by any program; in shared memory, where others may have put it, never. */
    private static Path realFile(Path path) {
        boolean inSharedMemory = SegmentName.folder().equals(path.getParent());
        return inSharedMemory || !Files.isSymbolicLink(path) || !Files.exists(path) ? path : realPath(path);
    }

    static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UsageException(path + " cannot be looked at: " + e.getMessage());
        }
    }
}
