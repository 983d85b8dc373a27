package io.gatun.workers.soak;

import io.gatun.job.WorkerPool;
import io.gatun.job.control.ControlSegment;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The worker processes of this process's pool, as they are seen from outside. */
final class Workers implements AutoCloseable {
    private final ControlSegment control;

    /** A process that has the number of a worker. */
    record Worker(int number, long pid) {}

    Workers() {
        this.control = Segments.list().stream()
                .filter(segment -> segment.name().value().startsWith(WorkerPool.CONTROL_PREFIX))
                .filter(segment -> segment.name().value().indexOf('.') < 0)
                .map(SegmentInfo::name)
                .map(name -> ControlSegment.attach(name.path()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns those there are, also those that are still coming up. */
    List<Worker> all() {
        List<Worker> workers = new ArrayList<>();
        ProcessHandle.current().children().forEach(child -> {
            List<String> words = commandLine(child.pid());
            int path = words.indexOf(control.path().toString()); // not there between fork and exec, and of the dead
            if (path >= 0) {
                workers.add(new Worker(Integer.parseInt(words.get(path + 1)), child.pid()));
            }
        });
        return workers;
    }

    /** Tells whether a process has come up and waits for work, or is at some. */
    boolean hasCome(Worker worker) {
        return pid(worker.number()).filter(pid -> pid == worker.pid()).isPresent();
    }

    /** Returns the process that has come up under a number; empty if it has not yet. */
    Optional<Long> pid(int number) {
        var row = control.slot(number);
        return row.isAttached() ? Optional.of(row.identity().pid()) : Optional.empty();
    }

    private static List<String> commandLine(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        control.close();
    }
}
