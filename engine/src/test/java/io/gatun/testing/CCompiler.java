package io.gatun.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compiles the C programs beside the tests, with gcc. */
public final class CCompiler {
    private CCompiler() {}

    /** Compiles a resource that lies beside {@code test} and returns the program, made in {@code folder}. */
    public static Path compile(Class<?> test, String resource, Path folder) {
        Path source = folder.resolve(resource);
        Path program = folder.resolve(resource.replace(".c", ""));
        try (InputStream in = test.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError(resource + " does not lie beside " + test);
            }
            Files.copy(in, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.output("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-o", program, source);
        return program;
    }
}
