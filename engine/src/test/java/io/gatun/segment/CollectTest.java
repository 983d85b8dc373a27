package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.posix.Fcntl;
import io.gatun.posix.Unistd;
import io.gatun.segment.Collected.Outcome;
import io.gatun.testing.AnotherUser;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is collected, what is not, and the proof. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class CollectTest {
    private static final String MAGIC = SegmentKind.CONTROL_MAGIC;

    private final SegmentName temporary = SegmentName.temporary();

    @Test
    void temporaryAndControlSegmentsAreRemovedWithTheProof() throws IOException {
        SharedArray.create(temporary, DType.INT8, 1).close();
        Files.writeString(SegmentName.of("gatun-pool-1").path(), MAGIC);
        Files.writeString(SegmentName.of("gatun-pool-1.1").path(), MAGIC + ", further");
        List<Collected> collected = Segments.collect(true);
        assertEquals(List.of("gatun-pool-1", "gatun-pool-1.1", temporary.value()), names(collected));
        for (Collected orphan : collected) {
            assertEquals(Outcome.REMOVED, orphan.outcome());
            assertEquals("", orphan.reason());
            assertTrue(orphan.segment().isOrphan());
            assertTrue(orphan.processes() > 1, "this JVM and the one that started it");
            assertTrue(Duration.between(orphan.created(), Instant.now()).abs().toMinutes() < 10);
        }
        assertEquals(List.of(), files());
        assertEquals(List.of(), Segments.collect(true));
    }

    @Test
    void withoutRemovingTheSameIsToldAndStays() {
        SharedArray.create(temporary, DType.INT8, 1).close();
        List<Collected> first = Segments.collect(false);
        assertEquals(Outcome.REMOVABLE, first.getFirst().outcome());
        assertEquals(names(first), names(Segments.collect(true)));
    }

    @Test
    void whatWasKeptOnPurposeAndOtherProgramsFilesStay() throws IOException {
        SegmentName kept = SegmentName.random("kept-");
        SharedArray.create(kept, DType.INT8, 1).close();
        Path other = Files.writeString(SegmentName.of("other").path(), "somebody else's");
        assertEquals(List.of(), Segments.collect(true));
        Files.delete(kept.path());
        Files.delete(other);
    }

    @Test
    void whatIsMappedOrLockedStays() {
        try (SharedArray created = SharedArray.create(temporary, DType.INT8, 1)) {
            assertEquals(List.of(), Segments.collect(true), "locked and mapped");
            assertTrue(created.segment().hasItsName());
        }
        try (SharedArray attached = SharedArray.attach(temporary, Access.READ_ONLY)) {
            assertEquals(List.of(), Segments.collect(true), "mapped");
            assertTrue(attached.segment().hasItsName());
        }
        int fd = Fcntl.open(temporary.path(), true);
        Fcntl.lockExclusively(fd);
        assertEquals(List.of(), Segments.collect(true), "locked");
        Unistd.close(fd);
        assertEquals(1, Segments.collect(true).size());
    }

    @Test
    void hostileNamesAreNoOrphans() throws IOException {
        Path link = temporary.path();
        Path target = Files.writeString(SegmentName.of("target").path(), MAGIC.toLowerCase(java.util.Locale.ROOT));
        Files.createSymbolicLink(link, target);
        Path fifo = SegmentName.temporary().path();
        Program.output("mkfifo", fifo);
        assertEquals(List.of(), Segments.collect(true));
        Files.delete(link);
        Files.delete(fifo);
        Files.delete(target);
    }

    /** A process of a third user hides its mappings from anybody but root. */
    @Test
    void whatAHiddenProcessCouldHaveOpenedIsKeptUnlessRootAsks() throws IOException, InterruptedException {
        List<String> asNobody = AnotherUser.running(Collecting.class);
        Files.setPosixFilePermissions(NothingLeftBehind.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Process third = new ProcessBuilder("setpriv", "--reuid=65533", "--clear-groups", "sleep", "120").start();
        SegmentName closed = SegmentName.of("gatun-tmp-closed");
        SegmentName open = SegmentName.of("gatun-tmp-open");
        for (SegmentName name : List.of(closed, open)) {
            SharedArray.create(name, DType.INT8, 1).close();
            Program.output("chown", "65534:65534", name.path());
        }
        Program.output("chmod", "644", open.path());
        try (ChildJvm collecting = ChildJvm.startUnder(asNobody, Collecting.class)) {
            collecting.expect("gatun-tmp-closed REMOVED hidden ");
            String kept = collecting.readLine();
            assertTrue(kept.startsWith("gatun-tmp-open KEPT hidden process "), kept);
            assertTrue(kept.endsWith(" may map it and cannot be looked at: do this as root"), kept);
            assertEquals(0, collecting.awaitExit());
            assertEquals(List.of("gatun-tmp-open"), names(Segments.collect(true)));
        } finally {
            third.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> names(List<Collected> collected) {
        return collected.stream().map(orphan -> orphan.segment().name().value()).toList();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(NothingLeftBehind.folder())) {
            return files.toList();
        }
    }

    /** Collects once, and tells what became of each orphan. */
    static final class Collecting {
        private Collecting() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            for (Collected orphan : Segments.collect(true)) {
                System.out.println(orphan.segment().name() + " " + orphan.outcome()
                        + (orphan.hidden().isEmpty() ? " " : " hidden ") + orphan.reason());
            }
        }
    }
}
