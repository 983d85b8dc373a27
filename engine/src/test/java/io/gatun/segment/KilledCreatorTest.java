package io.gatun.segment;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a creator leaves that is killed with SIGKILL, and how others tell. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class KilledCreatorTest {
    private final SegmentName name = SegmentName.random("killed-");

    /** Killed before it wrote anything, its file is all zeros; killed later, it looks like an array already. */
    @ParameterizedTest
    @ValueSource(strings = {"zeros", "array"})
    void killedWhileCreatingItLeavesAnOrphanAndNoName(String written) throws IOException {
        try (ChildJvm creator = ChildJvm.start(HalfCreator.class, name, written)) {
            creator.expect("building");
            SegmentName temporary = onlyFile();
            assertTrue(temporary.isTemporary());
            assertTrue(Segments.inspect(temporary).locked());
            assertEquals(List.of(), Segments.orphans(), "it is being made");

            creator.killAndReap();

            assertFalse(Files.exists(name.path()));
            assertEquals(temporary, onlyFile());
            assertFalse(Segments.inspect(temporary).locked());
            assertEquals(List.of(), Segments.inspect(temporary).users());
            assertEquals(List.of(temporary), orphans());
        } finally {
            Files.deleteIfExists(onlyFile().path());
        }
    }

    @Test
    void killedLaterItLeavesTheSegmentAsItIs() {
        try (ChildJvm creator = ChildJvm.start(Creator.class, name)) {
            creator.expect("created");
            assertTrue(Segments.inspect(name).locked());
            creator.killAndReap();
        }
        assertFalse(Segments.inspect(name).locked());
        assertEquals(List.of(), Segments.orphans(), "what was kept under a name of its own is no orphan");
        try (SharedArray array = SharedArray.attach(name, Access.READ_WRITE)) {
            assertEquals(7, array.getLong(9));
            assertTrue(array.unlink());
        }
    }

    @Test
    void aTemporarySegmentIsAnOrphanOnceItsCreatorIsKilled() {
        SegmentName temporary = SegmentName.temporary();
        try (ChildJvm creator = ChildJvm.start(Creator.class, temporary)) {
            creator.expect("created");
            assertEquals(List.of(), Segments.orphans());
            creator.killAndReap();
        }
        assertEquals(List.of(temporary), orphans());
        try (SharedArray array = SharedArray.attach(temporary, Access.READ_ONLY)) {
            assertEquals(List.of(), Segments.orphans(), "somebody maps it again");
            array.unlink();
        }
    }

    @Test
    void thoseAttachedKeepTheMemoryOfAKilledCreator() {
        try (ChildJvm creator = ChildJvm.start(Creator.class, name)) {
            creator.expect("created");
            try (SharedArray array = SharedArray.attach(name, Access.READ_WRITE)) {
                creator.killAndReap();
                assertEquals(7, array.getLong(9));
                array.setLong(9, 8);
                assertEquals(8, array.data().getAtIndex(JAVA_LONG, 9));
                array.unlink();
            }
        }
    }

    private static List<SegmentName> orphans() {
        return Segments.orphans().stream().map(SegmentInfo::name).toList();
    }

    private static SegmentName onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(NothingLeftBehind.folder())) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return SegmentName.of(all.getFirst().getFileName().toString());
        }
    }

    /** Stops in the middle of creating a segment, for ever. */
    static final class HalfCreator {
        private HalfCreator() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            SharedSegment.create(SegmentName.of(arguments[0]).path(), 8192, memory -> {
                if (arguments[1].equals("array")) {
                    NpyHeader.write(memory, DType.INT64, new long[] {10});
                }
                System.out.println("building");
                waitForTheEnd();
            });
        }
    }

    /** Creates an array of ten, the last of which is 7, and holds it for ever. */
    static final class Creator {
        private Creator() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            try (SharedArray array = SharedArray.create(SegmentName.of(arguments[0]), DType.INT64, 10)) {
                array.setLong(9, 7);
                System.out.println("created");
                waitForTheEnd();
            }
        }
    }

    private static void waitForTheEnd() {
        try {
            if (System.in.read() < 0) {
                throw new AssertionError("the parent is gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
