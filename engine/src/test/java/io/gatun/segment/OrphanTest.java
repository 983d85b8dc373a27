package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.posix.Fcntl;
import io.gatun.posix.Unistd;
import io.gatun.segment.SegmentInfo.User;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An orphan is a temporary or control segment that nobody locks and nobody maps; nothing else is one. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class OrphanTest {
    private static final User SOMEBODY = new User(1, Optional.empty(), Optional.empty(), Access.READ_ONLY);

    private final SegmentName temporary = SegmentName.temporary();

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(temporary.path());
    }

    @ParameterizedTest
    @CsvSource({
        "gatun-tmp-1, ARRAY,   false, false, true",
        "gatun-tmp-1, OTHER,   false, false, true",
        "gatun-tmp-1, CONTROL, false, false, true",
        "gatun-tmp-1, ARRAY,   true,  false, false",
        "gatun-tmp-1, ARRAY,   false, true,  false",
        "job,         CONTROL, false, false, true",
        "job,         CONTROL, true,  false, false",
        "job,         CONTROL, false, true,  false",
        "kept,        ARRAY,   false, false, false",
        "kept,        OTHER,   false, false, false"
    })
    void theProofIsThatNobodyLocksOrMapsIt(
            String name, SegmentKind kind, boolean locked, boolean mapped, boolean orphan) {
        List<User> users = mapped ? List.of(SOMEBODY) : List.of();
        SegmentInfo info =
                new SegmentInfo(SegmentName.of(name), kind, 1, "rw-------", "root", Optional.empty(), locked, users);
        assertEquals(orphan, info.isOrphan());
    }

    @Test
    void aTemporaryArrayIsNoOrphanWhileItsCreatorHasItOpen() {
        try (SharedArray array = SharedArray.create(temporary, DType.INT8, 1)) {
            assertEquals(List.of(), Segments.orphans());
            assertEquals(1, array.size());
        }
        assertEquals(List.of(temporary), orphans());
    }

    @Test
    void aTemporaryArrayIsNoOrphanWhileSomebodyMapsIt() {
        SharedArray.create(temporary, DType.INT8, 1).close();
        try (SharedArray array = SharedArray.attach(temporary, Access.READ_ONLY)) {
            assertEquals(List.of(), Segments.orphans());
            assertEquals(1, array.size());
        }
        assertEquals(List.of(temporary), orphans());
    }

    @Test
    void aTemporaryArrayIsNoOrphanWhileSomebodyLocksIt() {
        SharedArray.create(temporary, DType.INT8, 1).close();
        int fd = Fcntl.open(temporary.path(), true);
        Fcntl.lockExclusively(fd);
        assertEquals(List.of(), Segments.orphans());
        Unistd.close(fd);
        assertEquals(List.of(temporary), orphans());
    }

    @Test
    void aTemporarySegmentWithoutContentYetIsAnOrphanToo() throws IOException {
        Files.createFile(temporary.path());
        assertEquals(List.of(temporary), orphans());
        Files.write(temporary.path(), new byte[4096]);
        assertEquals(List.of(temporary), orphans());
    }

    @Test
    void aMappedSegmentIsNoOrphanWhateverItsName() throws IOException {
        SegmentName odd = SegmentName.of(SegmentName.TEMPORARY_PREFIX + "two\nlines");
        SharedArray.create(odd, DType.INT8, 1).close();
        try (SharedArray array = SharedArray.attach(odd, Access.READ_ONLY)) {
            assertEquals(1, array.size());
            assertEquals(List.of(), Segments.orphans());
        } finally {
            Files.delete(odd.path());
        }
    }

    @Test
    void lookingForOrphansRemovesNone() {
        SharedArray.create(temporary, DType.INT8, 1).close();
        assertEquals(orphans(), orphans());
        assertTrue(Files.exists(temporary.path()));
    }

    private static List<SegmentName> orphans() {
        return Segments.orphans().stream().map(SegmentInfo::name).toList();
    }
}
