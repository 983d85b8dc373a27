package io.gatun.cli;

import io.gatun.job.Kernel;
import io.gatun.job.KernelSpec;
import io.gatun.workers.Kernels;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the kernel that a command line names. */
final class KernelFinder {
    /** A name is suggested if no more letters than this part of what was given have to change. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private KernelFinder() {}

    /**
     * Returns a built-in kernel, or an object of a class on the class path.
     *
     * @throws UsageException if there is none, with the nearest names; if it cannot be made; or if the class path names what
     *     does not exist
     */
    static Kernel find(String name, Optional<String> classPath) {
        Set<String> builtIn = Kernels.builtIn().keySet();
        ClassLoader loader = loader(classPath);
        try {
            return builtIn.contains(name) ? Kernels.named(name, List.of()) : Kernels.load(name, loader);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof ClassNotFoundException) {
                throw new UsageException("there is no kernel " + name + suggestion(name, builtIn));
            }
            boolean thrownByIt = !(e.getCause() instanceof ReflectiveOperationException)
                    && !(e.getCause() instanceof ClassCastException);
            throw new UsageException(e.getMessage() + (thrownByIt ? ": " + e.getCause() : ""));
        } catch (LinkageError e) { // its initializer threw, it is for a newer JDK, or something it needs is missing
            throw new UsageException(
                    "class " + name + " cannot be loaded: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    /**
     * Returns what a kernel wants.
     *
     * @throws UsageException if it cannot say
     */
    static KernelSpec specOf(String name, Kernel kernel) {
        try {
            return Objects.requireNonNull(kernel.spec(), "spec() returned null");
        } catch (RuntimeException | Error e) { // whatever a user's code throws
            throw new UsageException("kernel " + name + " cannot say what it wants: " + e);
        }
    }

    private static String suggestion(String name, Set<String> builtIn) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        int mistakes = Math.max(1, name.length() / LETTERS_PER_MISTAKE);
        List<String> near = builtIn.stream()
                .filter(other -> other.startsWith(name) || distance.apply(name, other) <= mistakes)
                .sorted(Comparator.comparing(other -> distance.apply(name, other)))
                .limit(3)
                .toList();
        return near.isEmpty()
                ? ", built in or on the class path: gatun kernels lists those built in"
                : ": did you mean " + String.join(" or ", near) + "?";
    }

    private static ClassLoader loader(Optional<String> classPath) {
        if (classPath.isEmpty()) {
            return KernelFinder.class.getClassLoader();
        }
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.get().split(File.pathSeparator, -1)) {
            try {
                Path path = Path.of(entry).toAbsolutePath();
                if (!Files.exists(path)) {
                    throw new UsageException("--class-path: " + path + " does not exist");
                }
                urls.add(path.toUri().toURL());
            } catch (InvalidPathException | MalformedURLException e) {
                throw new UsageException("--class-path: " + entry + ": " + e.getMessage());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), KernelFinder.class.getClassLoader());
    }
}
