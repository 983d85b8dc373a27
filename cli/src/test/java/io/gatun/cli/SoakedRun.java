package io.gatun.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@code gatun run} that is done again and again, and what came of it when nobody disturbed it. It leaves a result, and either an
 * output or an input changed in place, or neither.
 */
final class SoakedRun {
    private final GatunCommand command;
    private final Optional<String> ownKernel;
    private final @Nullable Path file;
    private final @Nullable Path before;
    private final @Nullable Path after;
    private Object result = "";
    private long nanos;

    /** In what state a run has left its file. */
    enum State {
        /** As if it had never begun. */
        BEFORE,
        /** As when it is done. */
        AFTER,
        /** As neither, which nobody should see. */
        BETWEEN
    }

    private SoakedRun(
            GatunCommand command,
            Optional<String> ownKernel,
            @Nullable Path file,
            @Nullable Path before,
            @Nullable Path after) {
        this.command = command;
        this.ownKernel = ownKernel;
        this.file = file;
        this.before = before;
        this.after = after;
    }

    /** A run that only has a result. */
    static SoakedRun ofResult(GatunCommand command) {
        return new SoakedRun(command, Optional.empty(), null, null, null);
    }

    /** A run that makes a file. */
    static SoakedRun withOutput(GatunCommand command, Path output) {
        return new SoakedRun(
                command, Optional.empty(), output, null, command.directory().resolve(afterName(command)));
    }

    /** A run that changes a file; {@code before} is what it is at first. */
    static SoakedRun inPlace(GatunCommand command, Path file, Path before) {
        return new SoakedRun(
                command, Optional.empty(), file, before, command.directory().resolve(afterName(command)));
    }

    private static String afterName(GatunCommand command) {
        return "after-" + Integer.toHexString(command.arguments().hashCode()) + ".npy";
    }

    /** Returns the same, of a kernel that {@code resume} must be told of. */
    SoakedRun ofKernel(String kernel) {
        return new SoakedRun(command.withTestKernels(), Optional.of(kernel), file, before, after);
    }

    /** Runs it undisturbed, the first time, and keeps what comes of it. */
    void learn() {
        if (nanos != 0) {
            return;
        }
        long begin = System.nanoTime();
        prepare();
        result = resultOf(command.with("--json").run());
        nanos = System.nanoTime() - begin;
        if (file != null) {
            copy(file, Objects.requireNonNull(after));
        }
    }

    /** Returns how long it takes, roughly. */
    long nanos() {
        return nanos;
    }

    /** Makes all as it was before. */
    void prepare() {
        try {
            if (before != null) {
                copy(before, Objects.requireNonNull(file));
            } else if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GatunProcess start() {
        return command.with("--json").start();
    }

    /** Returns the command that finishes it. */
    GatunCommand resume(SegmentFolder folder, String control) {
        List<String> words = new ArrayList<>(List.of("resume", control, "--json"));
        ownKernel.ifPresent(kernel -> words.addAll(List.of("--kernel", kernel)));
        GatunCommand resume = folder.gatun(words.toArray(String[]::new)).in(command.directory());
        return ownKernel.isPresent() ? resume.withTestKernels() : resume;
    }

    /** Tells whether a run or its resumption, which has ended with 0, has the right result. */
    boolean hasTheResult(GatunResult ended) {
        return resultOf(ended).equals(result);
    }

    /** Compares all bytes of the file; without one, what is left says nothing. */
    State state() {
        if (file == null) {
            return State.BEFORE;
        }
        if (Files.exists(file) && isSame(file, Objects.requireNonNull(after))) {
            return State.AFTER;
        }
        boolean untouched = before == null ? !Files.exists(file) : isSame(file, before);
        return untouched ? State.BEFORE : State.BETWEEN;
    }

    boolean hasFile() {
        return file != null;
    }

    /** Returns the numbers as they were read, whose texts say all of their bits. */
    private static Object resultOf(GatunResult ended) {
        return Objects.requireNonNull(ended.json().fields().get("result"));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command.arguments());
    }
}
