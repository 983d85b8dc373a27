package io.gatun.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Builds a peer that is written in C with the machine's gcc.
 *
 * <p><b>Flags:</b> the works are limited by memory, or are written in vectors already: with gcc 12, two cores with AVX-512 and two
 * threads, neither {@code -O2}, {@code -O3}, {@code -ffast-math} and {@code -funroll-loops} nor 256 or 512 bits made a difference
 * that could be told from noise, and neither did static, dynamic and guided schedules, bound threads, or threads that wait actively.
 * Those here are what one would take; they matter for arrays that a cache holds. What did matter is in the program itself:
 * libmvec's functions by name, streaming stores in {@code triad}, and huge pages.
 */
final class CProgram {
    private static final long PATIENCE_SECONDS = 60;
    private static final boolean IS_X86 = System.getProperty("os.arch").equals("amd64");

    private CProgram() {}

    /**
     * Builds a program with {@link #flags()}.
     *
     * @param folder where it is made
     * @throws PeerMissingException if there is no compiler, or it does not like the program
     */
    static Path build(Path source, Path folder) throws PeerMissingException, InterruptedException {
        return build(source, folder, flags(), IS_X86 ? List.of("-lmvec", "-lm") : List.of("-lm"));
    }

    /**
     * Builds a program.
     *
     * @param folder where it is made; a program that is there already is not built again
     * @param flags those that matter for speed; the program knows them as {@code BUILT_WITH}
     * @throws PeerMissingException if there is no compiler, or it does not like the program
     */
    static Path build(Path source, Path folder, List<String> flags, List<String> libraries)
            throws PeerMissingException, InterruptedException {
        Path program = folder.resolve(source.getFileName().toString().replace(".c", ""));
        if (Files.exists(program)) {
            return program;
        }
        Path log = folder.resolve("gcc.log");
        List<String> words = new ArrayList<>(List.of("gcc"));
        words.addAll(flags);
        words.add("-DBUILT_WITH=\"" + String.join(" ", flags) + "\"");
        words.addAll(List.of("-o", program.toString(), source.toString()));
        words.addAll(libraries);
        try {
            Process gcc = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!gcc.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
                    String error = Files.readAllLines(log).stream()
                            .filter(line -> line.contains("error"))
                            .findFirst()
                            .orElse("gcc does not say why");
                    throw new PeerMissingException(source.getFileName() + " does not build: " + error);
                }
            } finally {
                ProcessTree.kill(gcc);
            }
            return program;
        } catch (IOException e) {
            throw new PeerMissingException("gcc is not installed (Debian: apt install gcc libc6-dev)");
        }
    }

    /** Returns the flags that matter for speed. */
    static List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("-O3", "-march=native", "-ffast-math", "-fopenmp", "-std=gnu11"));
        if (IS_X86) {
            flags.add("-mprefer-vector-width=512");
        }
        return flags;
    }
}
