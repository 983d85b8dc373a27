package io.gatun.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** The kernels of {@code src/test/resources/kernels}, compiled as a user would, against the jars alone. */
final class TestKernels {
    private static final class Compiled {
        static final Path FOLDER = compile();
    }

    private TestKernels() {}

    /** Returns the folder to give as a class path. */
    static Path folder() {
        return Compiled.FOLDER;
    }

    private static Path compile() {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this is no JDK");
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            Path folder = Files.createDirectories(GatunCommand.target().resolve("test-kernels"));
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, files(GatunCommand.LIB, ".jar"));
            var sources = manager.getJavaFileObjectsFromPaths(files(sourceFolder(), ".java"));
            if (!compiler.getTask(messages, manager, null, null, null, sources).call()) {
                throw new IllegalStateException("the test kernels do not compile: " + messages);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Path sourceFolder() {
        return GatunCommand.target().resolve("test-classes/kernels");
    }
}
