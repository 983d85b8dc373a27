package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentInfo.ArrayInfo;
import io.gatun.segment.SegmentInfo.User;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be told about segments from outside. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class SegmentsTest {
    private final SegmentName name = SegmentName.random("told-");

    @Test
    void anArrayIsToldWithTypeShapeSizeModeAndOwner() throws IOException {
        try (SharedArray array = SharedArray.create(name, DType.FLOAT32, 3, 4)) {
            Files.setPosixFilePermissions(name.path(), PosixFilePermissions.fromString("rw-r-----"));
            SegmentInfo info = Segments.inspect(name);
            assertEquals(name, info.name());
            assertEquals(SegmentKind.ARRAY, info.kind());
            assertEquals(4096 + 48, info.byteSize());
            assertEquals("rw-r-----", info.mode());
            assertEquals(System.getProperty("user.name"), info.owner());
            assertEquals(Optional.of(new ArrayInfo(DType.FLOAT32, List.of(3L, 4L), 4096)), info.array());
            assertTrue(info.locked(), "its creator has it open");
            array.unlink();
        }
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void aProcessThatMapsItIsToldWithItsAccess(Access access) {
        SharedArray.create(name, DType.INT8, 10).close();
        try (ChildJvm user = ChildJvm.start(Visitor.class, name, access)) {
            user.expect("attached");
            ProcessHandle.Info process =
                    ProcessHandle.of(user.pid()).orElseThrow().info();
            assertTrue(process.startInstant().isPresent() && process.command().isPresent());
            assertEquals(
                    List.of(new User(user.pid(), process.startInstant(), process.command(), access)),
                    Segments.inspect(name).users());
            user.killAndReap();
            assertEquals(List.of(), Segments.inspect(name).users());
        } finally {
            assertTrue(name.path().toFile().delete());
        }
    }

    @Test
    @SuppressWarnings("try") // closed in the middle on purpose
    void thisProcessIsAUserWhileItMapsItAndLookingDoesNotCount() {
        try (SharedArray array = SharedArray.create(name, DType.INT8, 10)) {
            List<Long> users =
                    Segments.inspect(name).users().stream().map(User::pid).toList();
            assertEquals(List.of(ProcessHandle.current().pid()), users);
            array.close();
            assertEquals(List.of(), Segments.inspect(name).users());
            assertFalse(Segments.inspect(name).locked());
        }
        assertTrue(name.path().toFile().delete());
    }

    @Test
    void aSegmentIsToldUnderTheNameItWasGivenLater() {
        SegmentName later = SegmentName.random("later-");
        try (SharedArray array = SharedArray.create(name, DType.INT8, 10)) {
            array.segment().rename(later.path(), false);
            assertEquals(1, Segments.inspect(later).users().size());
            assertThrows(SegmentException.NotFound.class, () -> Segments.inspect(name));
            array.unlink();
        }
    }

    @Test
    void aFileOfAnotherProgramIsToldWhenAskedForAndNotListed() throws IOException {
        Files.writeString(name.path(), "something else");
        SegmentInfo info = Segments.inspect(name);
        assertEquals(SegmentKind.OTHER, info.kind());
        assertEquals(14, info.byteSize());
        assertEquals(Optional.empty(), info.array());
        assertEquals(List.of(), Segments.list());
        Files.delete(name.path());
    }

    @Test
    void anEmptyFileIsToldAsOneOfAnotherProgram() throws IOException {
        Files.createFile(name.path());
        assertEquals(SegmentKind.OTHER, Segments.inspect(name).kind());
        assertEquals(0, Segments.inspect(name).byteSize());
        Files.delete(name.path());
    }

    @Test
    void aDamagedArrayIsListedWithoutTypeAndShape() throws IOException {
        Files.write(name.path(), NpyBytes.of("{'descr': ", 100).bytes());
        assertEquals(SegmentKind.ARRAY, Segments.inspect(name).kind());
        assertEquals(Optional.empty(), Segments.inspect(name).array());
        assertEquals(1, Segments.list().size());
        Files.delete(name.path());
    }

    @Test
    void theListIsInTheOrderOfNames() throws IOException {
        List<SegmentName> names = List.of(SegmentName.of("a"), SegmentName.of("b"), SegmentName.of("c"));
        for (SegmentName each : names.reversed()) {
            SharedArray.create(each, DType.INT8, 1).close();
        }
        Files.writeString(SegmentName.of("d").path(), "GATUNCTL, and what a control segment has more");
        assertEquals(
                List.of("a ARRAY", "b ARRAY", "c ARRAY", "d CONTROL"),
                Segments.list().stream()
                        .map(info -> info.name() + " " + info.kind())
                        .toList());
        for (String each : List.of("a", "b", "c", "d")) {
            Files.delete(SegmentName.of(each).path());
        }
    }

    /** Other programs put into the folder what they like. */
    @Test
    void whateverElseLiesInTheFolderIsPassedOver() throws IOException {
        Path folder = NothingLeftBehind.folder();
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
        Files.writeString(folder.resolve(".hidden"), "x");
        Files.writeString(folder.resolve("n".repeat(255)), "x");
        Program.output("mkfifo", folder.resolve("fifo"));
        Program.output("bash", "-c", "echo x > $'" + folder + "/strange-\\xff'");
        assertEquals(List.of(), Segments.list());
        Program.output("bash", "-c", "rm -r " + folder + "/* " + folder + "/.hidden");
    }

    @Test
    void inspectingWhatIsNoFileIsRefused() throws IOException {
        assertThrows(SegmentException.NotFound.class, () -> Segments.inspect(name));
        Files.createDirectory(name.path());
        assertThrows(SegmentException.Malformed.class, () -> Segments.inspect(name));
        Files.delete(name.path());
    }

    @Test
    void withoutTheFolderThereIsNothingToList() {
        String mine = System.setProperty(SegmentName.FOLDER_PROPERTY, "/dev/shm/gatun-test-no-such-folder");
        try {
            assertThrows(SegmentException.NotFound.class, Segments::list);
        } finally {
            System.setProperty(SegmentName.FOLDER_PROPERTY, String.valueOf(mine));
        }
    }

    /** Attaches a segment and holds it until it is killed. */
    static final class Visitor {
        private Visitor() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            try (SharedSegment segment =
                    SharedSegment.attach(SegmentName.of(arguments[0]), Access.valueOf(arguments[1]))) {
                System.out.println("attached");
                int end = System.in.read();
                System.out.println(segment.byteSize() + end);
            }
        }
    }
}
