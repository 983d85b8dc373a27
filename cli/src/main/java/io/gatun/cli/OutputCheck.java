package io.gatun.cli;

import io.gatun.job.Binding;
import io.gatun.job.KernelSpec;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses outputs that could not get their names when the job is done, before anything is computed for them. */
final class OutputCheck {
    private OutputCheck() {}

    static void check(List<ArrayOption> options, KernelSpec spec, Map<String, SharedArray> inputs, boolean force) {
        Set<String> names = new HashSet<>();
        Set<Path> files = new HashSet<>();
        for (ArrayOption option : options) {
            checkName(option, spec, inputs, names);
            checkIsNotTemporary(option.path());
            checkIsNoInput(option.path(), inputs.values());
            Path folder = option.path().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new UsageException("the folder of the output " + option.path() + " does not exist");
            }
            if (!Files.isWritable(folder)) {
                throw new UsageException("the folder of the output " + option.path() + " is not writable");
            }
            if (!files.add(RunArrays.realPath(folder).resolve(option.path().getFileName()))) {
                throw new UsageException(option.path() + " is given for two outputs");
            }
            checkWhatIsThere(option.path(), force);
        }
    }

    private static void checkName(
            ArrayOption option, KernelSpec spec, Map<String, SharedArray> inputs, Set<String> names) {
        if (RunArrays.known(option, spec).binding() != Binding.WRITE && !spec.equals(KernelSpec.UNSPECIFIED)) {
            throw new UsageException(option.name() + " is an input of this kernel: use --in");
        }
        if (!names.add(option.name())) {
            throw new UsageException("--out " + option.name() + " is given twice");
        }
        if (inputs.containsKey(option.name())) {
            throw new UsageException(option.name() + " is given with --in and with --out");
        }
    }

    /** Once nobody uses it, a name like that marks what was left behind. */
    private static void checkIsNotTemporary(Path output) {
        boolean isTemporary = output.getFileName() != null
                && output.getFileName().toString().startsWith(SegmentName.TEMPORARY_PREFIX);
        if (isTemporary && SegmentName.folder().equals(output.getParent())) {
            throw new UsageException(
                    "the output " + output + " has a temporary array's name: choose one that does not start" + " with "
                            + SegmentName.TEMPORARY_PREFIX);
        }
    }

    private static void checkIsNoInput(Path output, Collection<SharedArray> inputs) {
        for (SharedArray input : inputs) {
            Path path = input.segment().path();
            try {
                if (path.equals(output) || (Files.exists(output) && Files.isSameFile(path, output))) {
                    throw new UsageException(output + " is both an input and an output");
                }
            } catch (IOException e) {
                throw new UsageException(output + " cannot be looked at: " + e.getMessage());
            }
        }
    }

    private static void checkWhatIsThere(Path path, boolean force) {
        try {
            BasicFileAttributes there =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (there.isDirectory()) {
                throw new UsageException("the output " + path + " is a folder");
            }
            if (there.isOther()) {
                throw new UsageException("the output " + path + " is a device, FIFO or socket, which is not replaced");
            }
            if (!force) {
                throw new UsageException(path + " exists: choose another output, or replace it with --force");
            }
        } catch (NoSuchFileException e) {
            // as it should be
        } catch (IOException e) { // a name that is too long, for one
            throw new UsageException("the output cannot be made: " + e.getMessage());
        }
    }
}
