package io.gatun.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of a process are errors that name the limit; what a child could not make is not there. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class LimitTest {
    private final SegmentName name = SegmentName.random("limit-");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -f 100     | 1048576    | needs 1,048,576 bytes, a file of this process may have 102,400 (ulimit -f 100): raise that, or make it smaller
            -f 0       | 1          | needs 1 bytes, a file of this process may have 0 (ulimit -f 0): raise that, or make it smaller
            -v 4000000 | 4000000000 | more (ulimit -v 4000000): raise that, or make it smaller
            """)
    void aSegmentBeyondALimitIsRefusedBeforeItIsMade(String limit, long byteSize, String message) {
        try (ChildJvm child = ChildJvm.startUnder(limited(limit), Creating.class, name, byteSize)) {
            child.expect("warm");
            String said = child.readLine();
            assertTrue(said.startsWith("LimitReached " + name.path() + " needs "), said);
            assertTrue(said.endsWith(message), said);
        }
    }

    @Test
    void aFileTooLargeToBeMappedIsRefused(@TempDir Path disk) throws IOException {
        Path sparse = disk.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(4_000_000_000L);
        }
        try (ChildJvm child = ChildJvm.startUnder(limited("-v 4000000"), Attaching.class, sparse)) {
            String said = child.readLine();
            assertTrue(
                    said.startsWith("LimitReached ADDRESS_SPACE 0 " + sparse + " needs 4,000,000,000 bytes of"), said);
        }
    }

    @Test
    void tooManyOpenFilesAreToldByTheirLimit() {
        try (ChildJvm child = ChildJvm.startUnder(limited("-n 64"), Creating.class, name, 1)) {
            child.expect("warm");
            String said = child.readLine();
            assertTrue(said.startsWith("LimitReached " + name.path().getParent()), said);
            assertTrue(said.contains(" cannot be opened: there are too many open files (ulimit -n"), said);
        }
    }

    /** Before the JVM itself runs out of them, which would be its end. */
    @Test
    void asManyMappingsAsThereMayBeAreToldByTheirLimit() throws IOException {
        Files.write(name.path(), new byte[1]);
        long most = ResourceLimit.MAPPINGS.value().orElseThrow();
        io.gatun.testing.Skip.unless(most < 100_000, "it would take long to make " + most + " mappings");
        try (ChildJvm child = ChildJvm.start(Attaching.class, name.path())) {
            String said = child.readLine();
            assertTrue(said.startsWith("LimitReached MAPPINGS "), said);
            assertTrue(
                    said.contains(" as many mappings as it may (sysctl vm.max_map_count " + most + "): close "), said);
        } finally {
            Files.delete(name.path());
        }
    }

    @Test
    void aTruncatedFileIsToldWithItsSizes() throws IOException {
        Files.write(name.path(), new byte[10_000]);
        try (SharedSegment segment = SharedSegment.attach(name, Access.READ_ONLY)) {
            segment.requireWhole();
            try (RandomAccessFile file = new RandomAccessFile(name.path().toFile(), "rw")) {
                file.setLength(9_999);
            }
            SegmentException.Truncated truncated =
                    assertThrows(SegmentException.Truncated.class, segment::requireWhole);
            assertEquals(10_000, truncated.bytesThen());
            assertEquals(9_999, truncated.bytesNow());
            assertEquals(
                    name.path()
                            + " was truncated while it was in use: it had 10,000 bytes and has 9,999 now; write such "
                            + "a file anew under another name, and rename it",
                    truncated.getMessage());
            Files.delete(name.path());
            segment.requireWhole(); // of a file without a name nobody can tell
        }
    }

    private static List<String> limited(String limit) {
        return List.of("bash", "-c", "ulimit " + limit + "; exec \"$@\"", "bash");
    }

    /** Creates a segment, again and again until it cannot, removes what it made, and tells why it could not. */
    static final class Creating {
        private Creating() {}

        @SuppressWarnings({"SystemOut", "MustBeClosed"}) // the parent reads it; closed below
        public static void main(String[] arguments) {
            long byteSize = Long.parseLong(arguments[1]);
            loadClasses(SegmentName.of(arguments[0]));
            System.out.println("warm");
            List<SharedSegment> made = new ArrayList<>();
            String said = "";
            while (said.isEmpty()) {
                try {
                    SegmentName name = SegmentName.of(arguments[0] + (made.isEmpty() ? "" : "-" + made.size()));
                    made.add(SharedSegment.create(name, byteSize));
                } catch (SegmentException e) {
                    said = e.getClass().getSimpleName() + " " + e.getMessage();
                }
            }
            made.forEach(segment -> {
                segment.unlink();
                segment.close();
            });
            System.out.println(said);
        }

        /** While they can be loaded. */
        private static void loadClasses(SegmentName name) {
            SegmentException refusal = Failures.limitReached(ResourceLimit.OPEN_FILES, name.path(), 1, 0);
            try (SharedSegment segment = SharedSegment.create(name, 1)) {
                segment.unlink();
            } catch (SegmentException e) {
                refusal = e; // there may be a limit on this, too
            }
            if (refusal.getMessage().isEmpty()) {
                throw new AssertionError(refusal);
            }
        }
    }

    /** Attaches a file, again and again until it cannot, and tells why, and how often it could if not at all. */
    static final class Attaching {
        private Attaching() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            List<SharedSegment> attached = new ArrayList<>(100_000);
            SegmentException.LimitReached reached = null;
            while (reached == null) {
                try {
                    attached.add(SharedSegment.attach(Path.of(arguments[0]), Access.READ_ONLY));
                } catch (SegmentException.LimitReached e) {
                    reached = e;
                }
            }
            int count = attached.size();
            attached.forEach(SharedSegment::close);
            System.out.println("LimitReached " + reached.limit() + " " + count + " " + reached.getMessage());
        }
    }
}
