package io.gatun.workers.soak;

import io.gatun.segment.SegmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What this process has of descriptors, mappings, threads, children and segments. */
final class Residue {
    private static final Path PROC = Path.of("/proc");
    private static final long WATCHDOG_SECONDS = 20;

    /** The JDK's own threads, which wait for a minute whether they are needed again; compilers come and go too. */
    private static final Pattern OF_THE_JDK = Pattern.compile("process reaper.*|ForkJoinPool.*|VirtualThread-.*"
            + "|CompletableFutureDelayScheduler|Common-Cleaner|Cleaner-.*|Attach Listener|Signal Dispatcher");

    private Residue() {}

    /** Returns all of it. */
    static List<String> now() {
        List<String> all = new ArrayList<>();
        all.addAll(descriptors());
        all.addAll(mappings());
        all.addAll(threads());
        all.addAll(children());
        all.addAll(segments());
        return all;
    }

    /** Returns what there is beyond what was before, once that does not become less any more. */
    static List<String> beyond(List<String> before) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WATCHDOG_SECONDS);
        List<String> more;
        do {
            LockSupport.parkNanos(50_000_000);
            more = now();
            before.forEach(more::remove); // one for one
        } while (!more.isEmpty() && System.nanoTime() < deadline);
        return more;
    }

    /** Numbers of pipes and sockets are left out: they change, and it is how many that counts. */
    private static List<String> descriptors() {
        try (Stream<Path> links = Files.list(PROC.resolve("self/fd"))) {
            return links.map(Residue::target)
                    .filter(target -> !target.isEmpty())
                    .map(target -> "descriptor of "
                            + target.replaceAll(":\\[\\d+\\]$", "").replaceAll("/proc/\\d+/fd", "/proc/self/fd"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static List<String> mappings() {
        return read(PROC.resolve("self/maps"))
                .lines()
                .filter(line -> line.contains(SegmentName.folder() + "/"))
                .map(line -> "mapping of " + line.substring(line.indexOf('/')))
                .toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !OF_THE_JDK.matcher(name).matches())
                .map(name -> "thread " + name)
                .toList();
    }

    /** Zombies too, which ProcessHandle does not tell of. */
    private static List<String> children() {
        String self = Long.toString(ProcessHandle.current().pid());
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(process -> read(process.resolve("stat")))
                    .filter(stat -> stat.substring(stat.lastIndexOf(')') + 1).matches("(?s) . " + self + " .*"))
                    .map(stat -> "child " + stat.substring(0, stat.lastIndexOf(')') + 3))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> segments() {
        try (Stream<Path> files = Files.list(SegmentName.folder())) {
            return files.map(file -> "segment " + file.getFileName()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }
}
