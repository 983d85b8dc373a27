package io.gatun.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.Collected;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks that killed processes leave behind: orphans if their names are temporary and nobody has them attached, and only then. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class CollectedLocksTest {
    private final SegmentName temporary = SegmentName.temporary();
    private final SegmentName kept = SegmentName.random("kept-");

    @Test
    void aTemporaryLockIsCollectedOnceItsLastProcessIsDead() {
        try (ChildJvm creator = ChildJvm.start(LocksTest.Locker.class, temporary, "create")) {
            creator.readLine();
            SegmentInfo info = Segments.inspect(temporary);
            assertEquals(SegmentKind.SYNC, info.kind());
            assertTrue(info.locked());
            try (SharedLock lock = SharedLock.attach(temporary)) {
                creator.killAndReap();
                assertEquals(List.of(), Segments.collect(true), "this process has it attached");
                assertFalse(lock.isUnusable());
            }
        }
        List<Collected> collected = Segments.collect(true);
        assertEquals(
                List.of(temporary),
                collected.stream().map(orphan -> orphan.segment().name()).toList());
        assertFalse(Files.exists(temporary.path()));
    }

    @Test
    void aLockWithANameOfItsOwnIsKept() throws IOException {
        SharedLock.create(kept).close();
        assertEquals(List.of(), Segments.collect(true));
        assertEquals(
                List.of(kept), Segments.list().stream().map(SegmentInfo::name).toList());
        Files.delete(kept.path());
    }
}
