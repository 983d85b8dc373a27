package io.gatun.workers.kernel;

import io.gatun.job.Kernel;
import io.gatun.workers.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM that has run a main class on the classes under test.
 *
 * @param status its exit status; −1 if it did not end
 * @param output what it printed
 */
record Child(int status, String output) {
    private static final long WATCHDOG_SECONDS = 100;

    static Child run(Class<?> main, String... flags) throws IOException, InterruptedException {
        String classPath =
                Stream.of(main, Kernels.class, Kernel.class).map(Child::folder).collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath, main.getName()));
        Path output = Files.createTempFile("gatun-child", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(WATCHDOG_SECONDS, TimeUnit.SECONDS);
            return new Child(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static String folder(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
