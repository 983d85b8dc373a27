package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.control.ControlCheck;
import io.gatun.segment.Collected;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What dead processes have left in the shared memory folder, beside that of a pool which lives. */
final class StepRemains {
    private static final long INIT = 1;

    private final Set<String> ofTheLiving;

    /** Takes all that there is now for that of the living. */
    StepRemains() {
        this.ofTheLiving =
                Segments.list().stream().map(segment -> segment.name().value()).collect(Collectors.toSet());
    }

    List<SegmentInfo> all() {
        return Segments.list().stream()
                .filter(segment -> !ofTheLiving.contains(segment.name().value()))
                .toList();
    }

    /** Returns the pool that a dead coordinator has left, if it has left one. */
    Optional<SegmentName> pool() {
        List<SegmentName> pools = all().stream()
                .filter(segment -> segment.kind() == SegmentKind.CONTROL)
                .map(SegmentInfo::name)
                .filter(name -> !name.isTemporary() && !name.value().contains("."))
                .toList();
        assertTrue(pools.size() <= 1, pools::toString);
        return pools.stream().findFirst();
    }

    /** Has the pool's control segment checked, as {@code gatun fsck} does: it must be sound wherever its processes were killed. */
    void check() {
        pool().ifPresent(pool ->
                assertEquals(List.of(), ControlCheck.of(pool.path()).problems()));
    }

    /**
     * Removes orphans, as {@code gatun gc} does, and the arrays, after which nothing may be left; tells which orphans. A worker that
     * was hardly a process yet when its coordinator died may look in once more.
     */
    String collect() {
        List<SegmentInfo> removed = new ArrayList<>();
        TestPool.awaitUntil("all that is left is removed", () -> {
            awaitNoWorkers();
            for (Collected one : Segments.collect(true)) {
                assertEquals(Collected.Outcome.REMOVED, one.outcome(), one::toString);
                removed.add(one.segment());
            }
            StepWork.remove();
            return all().isEmpty();
        });
        return describe(removed);
    }

    /** Workers end with their coordinator; until then they map what it left. */
    static void awaitNoWorkers() {
        String folder = SegmentName.folder() + "/";
        TestPool.awaitUntil(
                "the dead coordinator's workers end",
                () -> ProcessHandle.allProcesses().noneMatch(process -> isOrphanedWorker(process, folder)));
    }

    private static boolean isOrphanedWorker(ProcessHandle process, String folder) {
        String command = process.info().commandLine().orElse("");
        Optional<ProcessHandle> parent = process.parent();
        boolean isAboutToBeOne = command.contains("jspawnhelper")
                && parent.filter(one -> one.pid() != INIT).isEmpty();
        boolean isOne = command.contains(folder)
                && parent.filter(ProcessHandle.current()::equals).isEmpty();
        return isAboutToBeOne || isOne;
    }

    /** Tells what there is, in words. */
    String describe() {
        return describe(all());
    }

    private static String describe(List<SegmentInfo> segments) {
        Map<String, Long> kinds = segments.stream()
                .collect(Collectors.groupingBy(StepRemains::kind, TreeMap::new, Collectors.counting()));
        return kinds.isEmpty()
                ? "nothing"
                : kinds.entrySet().stream()
                        .map(kind -> (kind.getValue() == 1 ? "" : kind.getValue() + " × ") + kind.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static String kind(SegmentInfo segment) {
        String name = segment.name().value();
        if (segment.name().isTemporary()) {
            return "temporary";
        }
        if (segment.kind() != SegmentKind.CONTROL) {
            return name;
        }
        return name.contains(".") ? "further segment" : "control segment";
    }
}
