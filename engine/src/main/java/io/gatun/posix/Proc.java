package io.gatun.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the kernel tells under {@code /proc}, and of memory also under {@code /sys/fs/cgroup}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class Proc {
    private static final Path PROC = Path.of("/proc");

    private Proc() {}

    /** A process that maps a file, and whether one of its mappings is writable. */
    public record Mapper(long pid, boolean writable) {}

    /**
     * What tells a process from all others of this machine's uptime.
     *
     * @param pid its process id, which another may get when it has ended
     * @param startTime when it started, in the kernel's ticks since the machine did
     */
    public record Identity(long pid, long startTime) {}

    /** Returns what identifies this process. */
    public static Identity self() {
        return identity(PROC.resolve("self/stat")).orElseThrow();
    }

    /** Returns what identifies the process that has a pid now; empty if none has. */
    public static Optional<Identity> identityOf(long pid) {
        return identity(PROC.resolve(pid + "/stat"));
    }

    /** The file reads {@code pid (name) S …}, and the name may hold anything; the start is the 22nd field. */
    private static Optional<Identity> identity(Path stat) {
        try {
            String line = lines(stat).findFirst().orElse("");
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            return Optional.of(
                    new Identity(Long.parseLong(line.substring(0, line.indexOf(' '))), Long.parseLong(fields[19])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the bytes that this process can be given without pushing anything out of memory: what the machine has
     * ({@code MemAvailable}), or what the limits of its control groups leave it, whichever is less; empty where the kernel
     * does not tell.
     */
    public static OptionalLong availableMemoryBytes() {
        long ofMachine = availableOfMachine().orElse(Long.MAX_VALUE);
        long ofGroups = new Cgroup(Cgroup.OF_THIS_PROCESS, Cgroup.MOUNTED)
                .availableMemoryBytes()
                .orElse(Long.MAX_VALUE);
        long least = Math.min(ofMachine, ofGroups);
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    private static OptionalLong availableOfMachine() {
        try {
            return lines(PROC.resolve("meminfo"))
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Returns the processes that map a file, in the order of their pids. Processes whose maps may not be read (another
     * user's) are passed over; so are those that end meanwhile.
     *
     * @param inode the file's inode number
     * @param path the file's absolute path; two file systems may use one inode number
     */
    public static List<Mapper> mappersOf(long inode, Path path) {
        String name = nameInMaps(path);
        List<Mapper> mappers = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                List<String> mine =
                        mapsOf(process).filter(line -> isOf(line, inode, name)).toList();
                if (!mine.isEmpty()) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    mappers.add(new Mapper(
                            pid,
                            mine.stream().anyMatch(line -> permissions(line).contains("w"))));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        mappers.sort(Comparator.comparingLong(Mapper::pid));
        return List.copyOf(mappers);
    }

    /**
     * Names are bytes to the kernel, of any encoding: Latin-1 keeps them as they are. By a stream, since an interrupt would
     * close a channel.
     */
    private static Stream<String> lines(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n"));
        }
    }

    /** Empty if it may not be read. */
    private static Stream<String> mapsOf(Path process) {
        try {
            return lines(process.resolve("maps"));
        } catch (IOException e) {
            return Stream.empty(); // ended meanwhile, or not ours to look at
        }
    }

    /** The kernel writes a line feed in a name as four characters, and all else as it is. */
    private static String nameInMaps(Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\n", "\\012");
    }

    /** A line reads {@code 7f00-7f01 rw-s 00000000 00:1a 1234   /dev/shm/name}. */
    private static boolean isOf(String line, long inode, String name) {
        String[] fields = line.split(" +", 6);
        return fields.length == 6 && fields[4].equals(Long.toString(inode)) && fields[5].equals(name);
    }

    private static String permissions(String line) {
        return line.split(" +", 3)[1];
    }
}
