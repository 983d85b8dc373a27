package io.gatun.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which process maps which file, by {@code /proc/PID/maps} of all processes at one moment, and of which it cannot be told.
 *
 * <p>A mapping is known by its file's device and inode, or by inode and name where a file system shows another device there
 * than to stat(2): a process in another mount namespace may see the file under another name. Processes of another PID namespace
 * do not exist here.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html">proc_pid_maps(5)</a>
 */
public final class MemoryMaps {
    /** A user that is not known. */
    public static final long UNKNOWN_USER = -1;

    private static final Path PROC = Path.of("/proc");

    private final Map<String, Map<Long, Boolean>> writableByPidByFile = new HashMap<>();
    private final List<Hidden> hidden = new ArrayList<>();
    private int processes;

    private MemoryMaps() {}

    /** A process that maps a file, and whether one of its mappings is writable. */
    public record Mapper(long pid, boolean writable) {}

    /**
     * A process whose maps this user may not read.
     *
     * @param pid its id; 0 for all those whose ids are hidden too
     * @param user its effective user, or {@link #UNKNOWN_USER}
     * @param name what it calls itself
     */
    public record Hidden(long pid, long user, String name) {}

    /** Looks at all processes; those that end meanwhile are passed over. */
    public static MemoryMaps read() {
        MemoryMaps maps = new MemoryMaps();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : all) {
                maps.add(process, Long.parseLong(process.getFileName().toString()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            maps.hidden.add(new Hidden(0, UNKNOWN_USER, "all others"));
        }
        if (!Files.exists(PROC.resolve("1"))) { // mounted with hidepid: each namespace has a process 1
            maps.hidden.add(new Hidden(0, UNKNOWN_USER, "all of other users"));
        }
        return maps;
    }

    /** Returns how many processes were looked at. */
    public int processes() {
        return processes;
    }

    /** Returns those that could not be looked at. */
    public List<Hidden> hidden() {
        return List.copyOf(hidden);
    }

    /**
     * Returns the processes that map a file, in the order of their pids.
     *
     * @param device the file's device number, as stat(2) has it
     * @param inode the file's inode number
     * @param path the file's absolute path
     */
    public List<Mapper> mappersOf(long device, long inode, Path path) {
        Map<Long, Boolean> found =
                new TreeMap<>(writableByPidByFile.getOrDefault(key(inode, device(device)), Map.of()));
        writableByPidByFile
                .getOrDefault(key(inode, nameInMaps(path)), Map.of())
                .forEach((pid, writable) -> found.merge(pid, writable, Boolean::logicalOr));
        return found.entrySet().stream()
                .map(mapper -> new Mapper(mapper.getKey(), mapper.getValue()))
                .toList();
    }

    private void add(Path process, long pid) {
        try {
            for (String line : read(process.resolve("maps")).split("\n", -1)) {
                addLine(line, pid);
            }
            processes++;
        } catch (IOException e) {
            addUnreadable(process, pid);
        }
    }

    /** A line reads {@code 7f00-7f01 rw-s 00000000 00:1a 1234   /dev/shm/name}. */
    private void addLine(String line, long pid) {
        String[] fields = line.split(" ", 6);
        if (fields.length == 6 && !fields[4].equals("0")) {
            boolean writable = fields[1].contains("w");
            for (String file : new String[] {fields[3], fields[5].stripLeading()}) {
                writableByPidByFile
                        .computeIfAbsent(fields[4] + ' ' + file, key -> new HashMap<>())
                        .merge(pid, writable, Boolean::logicalOr);
            }
        }
    }

    /** What has no memory maps nothing: a thread of the kernel's, or a process that has ended and waits for its parent. */
    private void addUnreadable(Path process, long pid) {
        long user = UNKNOWN_USER;
        String name = "";
        boolean hasMemory = false;
        try {
            for (String line : read(process.resolve("status")).split("\n", -1)) {
                String[] words = line.split("\\s+", -1);
                switch (words[0]) {
                    case "Name:" -> name = line.substring(words[0].length()).strip();
                    case "Uid:" -> user = Long.parseLong(words[2]); // real, effective, saved, of the file system
                    case "VmSize:" -> hasMemory = true;
                    default -> {
                        // not asked for
                    }
                }
            }
        } catch (IOException e) {
            if (!Files.exists(process)) {
                return; // ended meanwhile
            }
            hasMemory = true; // hidden by the options of the mount
        }
        if (hasMemory) {
            hidden.add(new Hidden(pid, user, name));
        } else {
            processes++;
        }
    }

    private static String key(long inode, String file) {
        return Long.toUnsignedString(inode) + ' ' + file;
    }

    /** The C library packs the two parts of a device's number in its own way. */
    private static String device(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & 0xfffff000L);
        long minor = (device & 0xff) | ((device >>> 12) & 0xffffff00L);
        return "%02x:%02x".formatted(major, minor);
    }

    /** The kernel writes a line feed in a name as four characters, and all else as it is. */
    private static String nameInMaps(Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\n", "\\012");
    }

    /** Names are bytes to the kernel, of any encoding: Latin-1 keeps them. By a stream: an interrupt would close a channel. */
    private static String read(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
