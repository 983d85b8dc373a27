package io.gatun.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of this checkout with the jars it has, in which the launcher finds a Maven that copies them to where it would build them.
 *
 * @param path its folder, whose name has a blank
 * @param shm where its segments go
 */
record Checkout(Path path, Path shm) {
    private static final Path REAL_JDK = Path.of(System.getProperty("java.home"));
    private static final String NOTICE =
            "NOTE: Picked up JDK_JAVA_OPTIONS"; // of the variable that hands over the folder

    /** Makes one below a folder; the jars are copies of those of this checkout. */
    static Checkout make(Path folder, Path shm) throws IOException {
        Path path = Files.createDirectories(folder.resolve("a checkout"));
        Path original = GatunCommand.target().resolve("../..").normalize();
        Files.copy(original.resolve("gatun"), path.resolve("gatun"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(path.resolve("pom.xml"));
        for (String module : List.of("engine", "workers", "cli", "bench")) {
            Files.createDirectories(path.resolve(module).resolve("src/main"));
            Files.createFile(path.resolve(module).resolve("pom.xml"));
        }
        Path lib = Files.createDirectories(path.resolve("cli/target/lib"));
        Path made = Files.createDirectories(path.resolve("made/cli"));
        try (Stream<Path> jars = Files.list(GatunCommand.LIB)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
                Files.copy(jar, made.resolve(jar.getFileName()));
            }
        }
        Files.createDirectories(path.resolve("bin"));
        Checkout checkout = new Checkout(path, shm);
        checkout.program("mvn", """
                cd made && for module in *; do
                  mkdir -p "../$module/target/lib" && cp -p "$module"/*.jar "../$module/target/lib" || exit
                done
                """);
        return checkout;
    }

    /** Makes a copy of it all, with the times of modification that the files have. */
    Checkout copy(Path folder) throws IOException, InterruptedException {
        Process copying = new ProcessBuilder("cp", "-a", path.toString(), folder.toString())
                .inheritIO()
                .start();
        if (copying.waitFor() != 0) {
            throw new IOException(path + " cannot be copied to " + folder);
        }
        return new Checkout(folder, shm);
    }

    /** Writes a shell script that the launcher finds before any program of its name. */
    void program(String name, String script) throws IOException {
        Path file = Files.writeString(path.resolve("bin").resolve(name), "#!/bin/sh\n" + script);
        makeExecutable(file);
    }

    /** Returns what seems to be another JDK, and is the one of this test. */
    Path jdk(String folder, String release) throws IOException {
        Path home = Files.createDirectories(path.resolveSibling(folder));
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + REAL_JDK.resolve("bin/java") + "' \"$@\"\n");
        makeExecutable(java);
        Files.writeString(home.resolve("release"), release);
        return home;
    }

    /** Returns what seems to be a JDK without AOT caches, so that nothing is recorded. */
    Path jdk24() throws IOException {
        return jdk("jdk-24", "JAVA_VERSION=\"24.0.1\"\n");
    }

    Path launcher() {
        return path.resolve("gatun");
    }

    Path launch() {
        return path.resolve("cli/target/launch");
    }

    /** Returns the jar of a module where the launcher uses it. */
    Path jar(String module) throws IOException {
        return jar("cli/target/lib", module);
    }

    /** Returns the names of the jars that the launcher uses, in order. */
    List<String> jars() throws IOException {
        try (Stream<Path> jars = Files.list(path.resolve("cli/target/lib"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns the jar of a module that a build leaves. */
    Path made(String module) throws IOException {
        return jar("made/cli", module);
    }

    private Path jar(String folder, String module) throws IOException {
        try (Stream<Path> jars = Files.list(path.resolve(folder))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("gatun-" + module + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns the names of the caches, in order. */
    List<String> caches() {
        return names(".aot");
    }

    /** Returns the names of files in the launcher's folder, and the folders in it, that have a text in them. */
    List<String> names(String part) {
        try (Stream<Path> files = Files.walk(launch(), 2)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(part))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) { // not there yet, or a file in it not any more
            return List.of();
        }
    }

    /** Runs the launcher on this test's JDK. */
    GatunResult run(String... arguments) throws IOException {
        return run(REAL_JDK, arguments);
    }

    GatunResult run(Path jdk, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(launcher().toString()));
        words.addAll(List.of(arguments));
        try (GatunProcess process = start(builder(jdk, words))) {
            return result(process);
        }
    }

    /** Returns a way to run words, one of which is the launcher. */
    ProcessBuilder builder(Path jdk, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(path.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().merge("PATH", path.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Dgatun.shm.folder=" + shm);
        return builder;
    }

    ProcessBuilder builder(List<String> words) {
        return builder(REAL_JDK, words);
    }

    static GatunProcess start(ProcessBuilder builder) throws IOException {
        return new GatunProcess(builder);
    }

    /** Waits for the end; leaves out what the JVM says of the variable that hands over the folder. */
    static GatunResult result(GatunProcess process) {
        GatunResult result = process.await();
        StringBuilder err = new StringBuilder();
        result.err()
                .lines()
                .filter(line -> !line.contains(NOTICE))
                .forEach(line -> err.append(line).append('\n'));
        return new GatunResult(result.exitCode(), result.out(), err.toString());
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
