package io.gatun.workers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.control.ControlCheck;
import io.gatun.segment.Collected;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What dead processes have left in the shared memory folder, beside that of a pool which lives. */
final class StepRemains {
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

    /** Removes orphans, as {@code gatun gc} does, and the arrays, after which nothing may be left; tells which orphans. */
    String collect() {
        awaitNoWorkers();
        List<Collected> collected = Segments.collect(true);
        collected.forEach(one -> assertEquals(Collected.Outcome.REMOVED, one.outcome(), one::toString));
        StepWork.remove();
        assertEquals(List.of(), all());
        return describe(collected.stream().map(Collected::segment).toList());
    }

    /** Workers end with their coordinator; until then they map what it left. */
    static void awaitNoWorkers() {
        String folder = SegmentName.folder() + "/";
        TestPool.awaitUntil(
                "the dead coordinator's workers end",
                () -> ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(folder))
                        .allMatch(process -> process.parent()
                                .filter(ProcessHandle.current()::equals)
                                .isPresent()));
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
