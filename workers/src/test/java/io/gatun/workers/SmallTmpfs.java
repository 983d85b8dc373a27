package io.gatun.workers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tmpfs of its own, mounted with the options given, for tests that fill it; needs root. */
public final class SmallTmpfs implements AutoCloseable {
    private final Path folder;

    private SmallTmpfs(Path folder) {
        this.folder = folder;
    }

    /** Mounts one; leaves the test out where that is not allowed, as to root in many containers. */
    public static SmallTmpfs mount(String options) throws IOException {
        Skip.unless("root".equals(System.getProperty("user.name")), "it needs root, to mount");
        Path folder = Files.createTempDirectory("gatun-tmpfs-");
        String failure = failureOf("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        if (!failure.isEmpty()) {
            Files.delete(folder);
            Skip.unless(false, "mounting is not allowed here: " + failure);
        }
        return new SmallTmpfs(folder);
    }

    /** Returns where it is mounted. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        String failure = failureOf("umount", folder.toString());
        if (!failure.isEmpty()) {
            throw new AssertionError(failure);
        }
        Files.delete(folder);
    }

    /** Runs a program; returns what it said if it failed, else nothing. */
    private static String failureOf(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.onExit().join().exitValue();
        return status == 0 ? "" : String.join(" ", words) + " ended with status " + status + ": " + output;
    }
}
