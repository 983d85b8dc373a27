package io.gatun.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tmpfs of its own, mounted with the options given, for tests that fill it; needs root. */
public final class SmallTmpfs implements AutoCloseable {
    private final Path folder;

    private SmallTmpfs(Path folder) {
        this.folder = folder;
    }

    /** Mounts one; leaves the test out where that is not allowed. */
    public static SmallTmpfs mount(String options) throws IOException {
        return mount("tmpfs", options);
    }

    /** Mounts a ramfs instead, which knows no fallocate and no limit. */
    public static SmallTmpfs mountWithoutFallocate() throws IOException {
        return mount("ramfs", "mode=0755");
    }

    private static SmallTmpfs mount(String type, String options) throws IOException {
        Skip.unlessRoot();
        Path folder = Files.createTempDirectory("gatun-tmpfs-");
        try {
            Program.output("mount", "-t", type, "-o", options, type, folder);
        } catch (AssertionError e) {
            Files.delete(folder);
            Skip.unless(false, "mounting is not allowed here: " + e.getMessage());
        }
        return new SmallTmpfs(folder);
    }

    /** Returns where it is mounted. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        Program.output("umount", folder);
        Files.delete(folder);
    }
}
