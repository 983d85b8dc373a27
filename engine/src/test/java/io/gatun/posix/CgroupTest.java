package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of control groups, read from files as the kernel writes them. */
class CgroupTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path mounted;

    @BeforeEach
    void mount() {
        mounted = folder.resolve("mounted");
    }

    @Test
    void whatIsNotUsedOfTheLimitIsAvailableAndSoIsCacheThatCanGo() throws IOException {
        memberOf("0::/job.slice/mine");
        limited("job.slice/mine", "1000000", 600_000);
        assertEquals(OptionalLong.of(400_000), available());
        write("job.slice/mine/memory.stat", "anon 1\ninactive_file 50000\nactive_file 7000\nshmem 9\n");
        assertEquals(OptionalLong.of(457_000), available());
    }

    @Test
    void theTightestOfAllGroupsAroundItCounts() throws IOException {
        memberOf("0::/a/b/c");
        limited("a/b/c", "max", 5);
        limited("a/b", "100", 30);
        limited("a", "1000", 990);
        assertEquals(OptionalLong.of(10), available());
        limited("a", "max", 990);
        assertEquals(OptionalLong.of(70), available());
        limited("a/b", "max", 30);
        assertEquals(OptionalLong.empty(), available());
    }

    @Test
    void neitherLessThanNothingIsAvailableNorMoreThanTheLimit() throws IOException {
        memberOf("0::/a");
        limited("a", "100", 120);
        assertEquals(OptionalLong.of(0), available());
        write("a/memory.stat", "inactive_file 9999\n");
        assertEquals(OptionalLong.of(100), available());
    }

    /** A container sees its own group at the root, and may be told the path that the host knows. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/docker/0123", "/../../elsewhere", "/.."})
    void aContainersOwnGroupIsTheRoot(String path) throws IOException {
        memberOf("0::" + path);
        limited("", "100", 1);
        Files.writeString(folder.resolve("memory.max"), "7\n"); // beside what is mounted
        Files.writeString(folder.resolve("memory.current"), "0\n");
        assertEquals(OptionalLong.of(99), available());
    }

    @Test
    void versionOneHasOtherNames() throws IOException {
        memberOf("5:cpu,memory,pids:/a/b", "3:memory-like:/x", "0::/a");
        write("memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("memory/memory.usage_in_bytes", "7\n");
        write("memory/a/b/memory.limit_in_bytes", "1000\n");
        write("memory/a/b/memory.usage_in_bytes", "400\n");
        write(
                "memory/a/b/memory.stat",
                "inactive_file 1\nactive_file 1\ntotal_inactive_file 20\ntotal_active_file 3\n");
        limited("x", "1", 0);
        assertEquals(OptionalLong.of(623), available());
        write("memory/a/b/memory.limit_in_bytes", "9223372036854771712\n");
        assertEquals(OptionalLong.empty(), available());
    }

    @Test
    void whatIsMissingOrStrangeLimitsNothing() throws IOException {
        assertEquals(OptionalLong.empty(), available(), "no groups");
        memberOf("0::/a", "nonsense", "", "7:");
        assertEquals(OptionalLong.empty(), available(), "no folder");
        write("a/memory.max", "100\n");
        assertEquals(OptionalLong.empty(), available(), "nothing tells what is used");
        write("a/memory.current", "much\n");
        assertEquals(OptionalLong.empty(), available(), "no number");
        write("a/memory.current", "1\n");
        Files.createDirectories(mounted.resolve("a/memory.stat"));
        assertEquals(OptionalLong.of(99), available(), "a folder in place of the statistics");
    }

    private OptionalLong available() {
        return new Cgroup(folder.resolve("groups"), mounted).availableMemoryBytes();
    }

    private void memberOf(String... lines) throws IOException {
        Files.writeString(folder.resolve("groups"), String.join("\n", lines) + "\n");
    }

    private void limited(String group, String limit, long used) throws IOException {
        write(group + "/memory.max", limit + "\n");
        write(group + "/memory.current", used + "\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = mounted.resolve(name.startsWith("/") ? name.substring(1) : name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
