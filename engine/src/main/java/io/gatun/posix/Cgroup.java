package io.gatun.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The control groups a process is in, as far as they limit its memory: a container, or a batch system's job, mostly has less
 * than the machine. What cannot be read limits nothing.
 *
 * <p>Pages of shared memory belong to the group of whoever touched them first, and are not to be had back; pages that only
 * hold what is on disk are, and count as available here as in the machine's {@code MemAvailable}.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory">cgroup v2, memory</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">cgroup v1, memory</a>
 */
final class Cgroup {
    /** Where systems mount it: version 2 itself, and a folder for each controller of version 1. */
    static final Path MOUNTED = Path.of("/sys/fs/cgroup");

    /** What tells a process's groups. */
    static final Path OF_THIS_PROCESS = Path.of("/proc/self/cgroup");

    /** Version 1 has a number for no limit: the largest multiple of a page. */
    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final Path groups;
    private final Path mounted;

    /** Makes it; {@code groups} tells which groups they are, relative to {@code mounted}. */
    Cgroup(Path groups, Path mounted) {
        this.groups = groups;
        this.mounted = mounted;
    }

    /** The files of one version, in a group's folder. */
    private enum Version {
        V1("memory.limit_in_bytes", "memory.usage_in_bytes", "total_"),
        V2("memory.max", "memory.current", "");

        private final String limit;
        private final String used;
        private final String statisticsPrefix;

        Version(String limit, String used, String statisticsPrefix) {
            this.limit = limit;
            this.used = used;
            this.statisticsPrefix = statisticsPrefix;
        }
    }

    /** Returns the bytes that no limit of a group, or of one around it, forbids; empty where none has a limit. */
    OptionalLong availableMemoryBytes() {
        long least = Long.MAX_VALUE;
        String lines = read(groups);
        for (String line : lines == null ? new String[0] : lines.split("\n")) {
            String[] fields = line.split(":", 3); // hierarchy, controllers, path
            if (fields.length == 3 && fields[1].isEmpty()) {
                least = Math.min(least, least(Version.V2, mounted, fields[2]));
            } else if (fields.length == 3 && ("," + fields[1] + ",").contains(",memory,")) {
                least = Math.min(least, least(Version.V1, mounted.resolve("memory"), fields[2]));
            }
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    /**
     * Looks from the group up to the root of what is mounted. In a container the path may be one that only the host knows: then
     * the root is the container's own group.
     */
    private static long least(Version version, Path root, String path) {
        long least = Long.MAX_VALUE;
        for (Path group = inside(root, path); group != null && group.startsWith(root); group = group.getParent()) {
            least = Math.min(least, available(version, group));
        }
        return least;
    }

    private static Path inside(Path root, String path) {
        try {
            Path group =
                    root.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
            return group.startsWith(root) ? group : root;
        } catch (InvalidPathException e) {
            return root; // a name that this JVM's encoding of names does not have
        }
    }

    private static long available(Version version, Path group) {
        long limit = number(read(group.resolve(version.limit)));
        if (limit < 0 || limit >= UNLIMITED) { // "max", or nothing there
            return Long.MAX_VALUE;
        }
        long used = number(read(group.resolve(version.used)));
        if (used < 0) {
            return Long.MAX_VALUE;
        }
        String statistics = read(group.resolve("memory.stat"));
        long cache = number(line(version.statisticsPrefix + "inactive_file ", statistics))
                + number(line(version.statisticsPrefix + "active_file ", statistics));
        return limit - Math.clamp(used - cache, 0, limit);
    }

    /** Returns what follows the first word of a line; 0 if no line begins with it. */
    private static String line(String word, @Nullable String lines) {
        for (String line : lines == null ? new String[0] : lines.split("\n")) {
            if (line.startsWith(word)) {
                return line.substring(word.length());
            }
        }
        return "0";
    }

    /** Returns -1 for what is no number. */
    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** By a stream, since an interrupt would close a channel; null if it cannot be read. */
    private static @Nullable String read(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        }
    }
}
