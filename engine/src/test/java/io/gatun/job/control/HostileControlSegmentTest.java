package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.job.Binding;
import io.gatun.job.Reduction;
import io.gatun.job.RetryPolicy;
import io.gatun.job.Schedule;
import io.gatun.segment.SegmentException;
import io.gatun.testing.Bounded;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever bytes stand in a control segment's file: to attach it, to claim from its board and to read the job's area and
 * description works or ends in a {@link SegmentException}; at once, and without allocating more than the file is worth.
 */
class HostileControlSegmentTest {
    private static final int WORKERS = 2;
    private static final long[] EXTREMES = {
        0, 1, -1, 2, 3, 8, 127, 128, 4096, 1 << 20, 1L << 31, (1L << 31) - 1, 1L << 32, 1L << 33, 1L << 62, -8, -128
    };

    private static Path folder = Path.of("");
    private static byte[] whole = {};
    private static int jobAreaOffset;

    /** A change to the file: a word of four or eight bytes at an offset. */
    record Edit(int offset, boolean wide, long value) {
        void applyTo(byte[] file) {
            MemorySegment memory = MemorySegment.ofArray(file);
            if (wide && offset + Long.BYTES <= file.length) {
                memory.set(JAVA_LONG_UNALIGNED, offset, value);
            } else if (offset + Integer.BYTES <= file.length) {
                memory.set(JAVA_INT_UNALIGNED, offset, (int) value);
            }
        }
    }

    @BeforeContainer
    static void keepAWholeOne() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "gatun-test-hostile-");
        Path path = folder.resolve("control");
        byte[] description = new JobDescription(
                        "kernel",
                        List.of(new JobDescription.ArrayEntry(
                                "x", Binding.READ_WRITE, Path.of("/dev/shm/x"), "(1,2)", 8)),
                        Map.of("a", 1.5),
                        List.of(Reduction.SUM, Reduction.MIN),
                        RetryPolicy.DEFAULT,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Map.of("path.x", "/x.npy"))
                .encode();
        try (ControlSegment control = ControlSegment.create(path, WORKERS)) {
            ChunkPlan plan = new ChunkPlan(1000, 10, 50);
            control.board()
                    .post(control.prepareArea(
                                    new CurrentJob(7, plan, Schedule.DYNAMIC, WORKERS, 2, 1, description.length, 8),
                                    description)
                            .job());
            whole = Files.readAllBytes(path);
            control.unlink();
        }
        jobAreaOffset = (int) MemorySegment.ofArray(whole).get(JAVA_LONG_UNALIGNED, HeaderLayout.AREA_OFFSET);
    }

    @AfterContainer
    static void leaveNothing() throws IOException {
        Files.delete(folder);
        assertEquals(
                List.of(),
                Files.readString(Path.of("/proc/self/maps"))
                        .lines()
                        .filter(line -> line.contains(folder.toString()))
                        .toList());
    }

    @Example
    void theWholeOneIsRead() throws IOException {
        assertTrue(isRead(whole.clone()));
    }

    @Property
    void aHeaderWithOtherWordsIsRefusedOrRead(@ForAll("headerEdits") List<Edit> edits) throws IOException {
        byte[] file = whole.clone();
        edits.forEach(edit -> edit.applyTo(file));
        isRead(file);
    }

    @Property
    void aJobWithOtherNumbersIsRefusedOrRead(@ForAll("jobEdits") List<Edit> edits) throws IOException {
        byte[] file = whole.clone();
        edits.forEach(edit -> edit.applyTo(file));
        isRead(file);
    }

    @Property
    void anAreaOfOtherBytesIsRefusedOrRead(@ForAll("areaEdits") List<Edit> edits) throws IOException {
        byte[] file = whole.clone();
        edits.forEach(edit -> edit.applyTo(file));
        isRead(file);
    }

    @Property
    void aTruncatedOneIsRefusedOrRead(@ForAll("lengths") int length) throws IOException {
        isRead(Arrays.copyOf(whole, length));
    }

    @Property
    void anyBytesAfterTheVersionAreRefusedOrRead(@ForAll byte[] bytes) throws IOException {
        int kept = (int) HeaderLayout.CAPACITY;
        byte[] file = Arrays.copyOf(whole, kept + bytes.length);
        System.arraycopy(bytes, 0, file, kept, bytes.length);
        isRead(file);
    }

    /** Does what a worker does up to its first block; tells whether all of it could be done. */
    private static boolean isRead(byte[] file) throws IOException {
        Path path = Files.createTempFile(folder, "control", ""); // jqwik may still shrink the property before
        Files.write(path, file);
        try {
            ControlSegment control = orRefused(file, () -> ControlSegment.attach(path));
            if (control == null) {
                return false;
            }
            try (control) {
                Boolean done = orRefused(file, () -> {
                    control.slot(0).isAttached();
                    control.slot(control.capacity() - 1).error();
                    JobBoard.Claim claim = new JobBoard.Claim();
                    if (!control.board().claim(0, claim)) {
                        return false;
                    }
                    JobArea area = control.area(claim.job());
                    area.ledger().claimed(claim.begin, 0, 1);
                    if (claim.job().savedBytes() > 0) {
                        area.undo(0).next(claim.begin);
                    }
                    ChunkPlan plan = claim.job().plan();
                    if (claim.job().partialWidth() > 0) {
                        area.partial(plan.chunkBegin(claim.begin) / plan.blockElements(), 0);
                    }
                    area.description();
                    return true;
                });
                return done != null && done;
            }
        } finally {
            Files.delete(path);
        }
    }

    private static <T> @Nullable T orRefused(byte[] file, Supplier<T> code) {
        try {
            return Bounded.get(16L * file.length + (4 << 20), code);
        } catch (SegmentException.Malformed
                | SegmentException.NotFound e) { // an area in a further segment may not be there
            return null;
        }
    }

    @Provide
    Arbitrary<List<Edit>> headerEdits() {
        return edits(Arbitraries.of(
                (int) HeaderLayout.MAGIC,
                (int) HeaderLayout.VERSION_OFFSET,
                (int) HeaderLayout.CAPACITY,
                (int) HeaderLayout.BYTE_SIZE,
                (int) HeaderLayout.AREA_OFFSET,
                (int) HeaderLayout.CLAIM,
                (int) HeaderLayout.CLAIM + 4,
                (int) HeaderLayout.REMAINING,
                (int) HeaderLayout.STOPPED));
    }

    @Provide
    Arbitrary<List<Edit>> jobEdits() {
        return edits(Arbitraries.integers()
                .between(0, (int) CurrentJobLayout.PROBE_END / 4 + 1)
                .map(word -> (int) HeaderLayout.JOB + word * 4));
    }

    @Provide
    Arbitrary<List<Edit>> areaEdits() {
        return edits(Arbitraries.integers().between(0, 2048).map(at -> jobAreaOffset + at));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 1024), Arbitraries.integers().between(1, whole.length - 1));
    }

    private static Arbitrary<List<Edit>> edits(Arbitrary<Integer> offsets) {
        Arbitrary<Long> values = Arbitraries.oneOf(
                Arbitraries.of(Arrays.stream(EXTREMES).boxed().toList()),
                Arbitraries.longs(),
                Arbitraries.longs().between(0, 300));
        return Combinators.combine(offsets, Arbitraries.of(true, false), values)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
