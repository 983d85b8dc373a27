package io.gatun.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the kernel tells under {@code /proc}, and of memory also under {@code /sys/fs/cgroup}: what there is, what this process
 * may have of it, and what it has. What cannot be read is empty, and limits nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public final class Proc {
    private static final Path PROC = Path.of("/proc");
    private static final Path SELF = PROC.resolve("self");
    private static final int NAME_WIDTH = 26; // of a limit, in its table
    private static final long TICKS_PER_SECOND = 100; // USER_HZ, the same on all processors Gatun knows
    private static final String ZOMBIE = "Z";
    private static final String DEAD = "X";

    private Proc() {}

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

    /**
     * Returns what identifies the process that lives under a pid now; empty if none does. One that has ended and that its parent has
     * not asked for yet, a zombie, does not: it can do no more, and there are parents that never ask.
     */
    public static Optional<Identity> identityOf(long pid) {
        return identity(PROC.resolve(pid + "/stat"));
    }

    /** Returns when a process started, by the kernel's ticks since the machine did; empty if that cannot be told. */
    public static Optional<Instant> startOf(long startTime) {
        String booted = field(PROC.resolve("stat"), "btime "); // seconds since 1970
        if (booted.isEmpty() || startTime < 0) {
            return Optional.empty();
        }
        Instant boot = Instant.ofEpochSecond(Long.parseLong(booted));
        return Optional.of(boot.plusSeconds(startTime / TICKS_PER_SECOND)
                .plusMillis(startTime % TICKS_PER_SECOND * 1000 / TICKS_PER_SECOND));
    }

    /** Tells whether a process is stopped: by SIGSTOP or its like, not by a debugger. */
    public static boolean isStopped(long pid) {
        return fieldsBehindName(read(PROC.resolve(pid + "/stat")))[0].equals("T");
    }

    private static Optional<Identity> identity(Path stat) {
        String line = read(stat);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = fieldsBehindName(line);
        boolean firstThreadIsDead = fields[0].equals(ZOMBIE) || fields[0].equals(DEAD);
        if (firstThreadIsDead && Integer.parseInt(fields[17]) <= 1) {
            return Optional.empty(); // with more threads, some may still be at work
        }
        long pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
        return Optional.of(new Identity(pid, Long.parseLong(fields[19])));
    }

    /**
     * The file reads {@code pid (name) S …}, and the name may hold anything; the state is the 3rd field, the number of threads the
     * 20th, the start the 22nd.
     */
    private static String[] fieldsBehindName(String line) {
        return line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
    }

    /**
     * Returns the bytes that this process can be given without pushing anything out of memory: what the machine has
     * ({@code MemAvailable}), or what the limits of its control groups leave it, whichever is less.
     */
    public static OptionalLong availableMemoryBytes() {
        long ofMachine = kilobytes(PROC.resolve("meminfo"), "MemAvailable:").orElse(Long.MAX_VALUE);
        long ofGroups = new Cgroup(Cgroup.OF_THIS_PROCESS, Cgroup.MOUNTED)
                .availableMemoryBytes()
                .orElse(Long.MAX_VALUE);
        long least = Math.min(ofMachine, ofGroups);
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    /** Returns the number of the user as whom this process opens files. */
    public static long thisUser() {
        return User.NUMBER;
    }

    /** It stays the same: no JVM changes its user. */
    private static final class User {
        static final long NUMBER = Long.parseLong(fields(SELF.resolve("status"), "Uid:")[1]); // real, effective, …
    }

    /**
     * Returns a limit of this process that holds now (the soft one); empty if there is none.
     *
     * @param name as {@code /proc/self/limits} has it, {@code Max file size} for one
     */
    public static OptionalLong limit(String name) {
        for (String line : read(SELF.resolve("limits")).split("\n", -1)) {
            if (line.startsWith(name) && line.length() > NAME_WIDTH) {
                String value = line.substring(NAME_WIDTH, line.indexOf(' ', NAME_WIDTH));
                return value.equals("unlimited") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the most mappings that a process may have. */
    public static OptionalLong maxMappings() {
        String number = read(PROC.resolve("sys/vm/max_map_count")).strip();
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
    }

    /** Returns how many mappings this process has. */
    public static long mappings() {
        return read(SELF.resolve("maps")).lines().count();
    }

    /** Returns the address space that this process has taken, in bytes. */
    public static OptionalLong addressSpaceBytes() {
        return kilobytes(SELF.resolve("status"), "VmSize:");
    }

    /** Returns how many descriptors this process has open. */
    public static long openDescriptors() {
        return names(SELF.resolve("fd"), "*").size() - 1L; // one of them was for that
    }

    /**
     * Returns how many threads this user's processes have, which {@code RLIMIT_NPROC} counts; empty for root, who has no such
     * limit. If the whole machine has no more than {@code enough}, that is returned instead, as it costs next to nothing.
     */
    public static OptionalLong threadsOfThisUser(long enough) {
        String user = field(SELF.resolve("status"), "Uid:");
        if (user.equals("0")) {
            return OptionalLong.empty();
        }
        String[] load = read(PROC.resolve("loadavg")).split("[ /]", -1); // 0.00 0.01 0.05 1/234 5678
        long all = load.length > 4 ? Long.parseLong(load[4]) : Long.MAX_VALUE;
        return OptionalLong.of(all <= enough ? all : count(user));
    }

    private static long count(String user) {
        long sum = 0;
        for (String pid : names(PROC, "[0-9]*")) {
            Path status = PROC.resolve(pid).resolve("status");
            String threads = field(status, "Uid:").equals(user) ? field(status, "Threads:") : "";
            sum += threads.isEmpty() ? 0 : Long.parseLong(threads); // it has ended meanwhile
        }
        return sum;
    }

    private static OptionalLong kilobytes(Path file, String name) {
        String number = field(file, name);
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number) * 1024);
    }

    /** Returns the first word after a name that begins a line; empty if there is none. */
    private static String field(Path file, String name) {
        return fields(file, name)[0];
    }

    /** Returns the words after a name that begins a line. */
    private static String[] fields(Path file, String name) {
        for (String line : read(file).split("\n", -1)) {
            if (line.startsWith(name)) {
                return line.substring(name.length()).strip().split("\\s", -1);
            }
        }
        return new String[] {""};
    }

    private static List<String> names(Path folder, String pattern) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException | DirectoryIteratorException e) {
            names.clear();
        }
        return names;
    }

    /** Empty if it cannot be read. By a stream, since an interrupt would close a channel. */
    private static String read(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
