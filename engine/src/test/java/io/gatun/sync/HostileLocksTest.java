package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatun.segment.SegmentName;
import io.gatun.testing.Bounded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever bytes stand in a file that begins as a sync area does: its locks are told or said to be unsound, at once, and nothing
 * that a header cannot say is believed.
 */
class HostileLocksTest {
    private static final int CELLS = 3;
    private static final SegmentName NAME = SegmentName.of("hostile");

    /** What attaching checks, of which each other value is wrong. */
    private static final List<Integer> CHECKED = List.of(
            (int) SyncLayout.MAGIC,
            (int) SyncLayout.VERSION_OFFSET,
            (int) SyncLayout.BYTE_SIZE,
            (int) SyncLayout.CELLS,
            (int) SyncLayout.CELL_STRIDE,
            (int) SyncLayout.BODY_OFFSET);

    private static final Long[] EXTREMES = {
        0L, 1L, -1L, 2L, 7L, 8L, 127L, 512L, 513L << 3, 1L << 31, (1L << 31) - 1, 1L << 32, 1L << 62, Long.MIN_VALUE
    };

    private static Path folder = Path.of("");
    private static byte[] whole = {};

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
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "gatun-test-hostile-locks-");
        byte[] file = new byte[(int) SyncLayout.byteSize(CELLS, 8)];
        MemorySegment area = MemorySegment.ofArray(new long[file.length / 8]);
        SyncLayout.write(area, SyncKind.CELLS, CELLS, 8, "int64", SyncLayout.ROW_COUNT);
        MemorySegment.copy(area, 0, MemorySegment.ofArray(file), 0, file.length);
        whole = file;
    }

    @AfterContainer
    static void leaveNothing() throws IOException {
        Files.delete(folder);
    }

    @Example
    void ofTheWholeOneNothingIsTold() throws IOException {
        assertEquals(List.of(), locksOf(whole));
    }

    /** They are never attached to be locked, so that what stands in the place of a lock says nothing. */
    @Example
    void ofCellsWithoutLocksNothingIsTold() throws IOException {
        byte[] file = whole.clone();
        new Edit((int) SyncLayout.ROWS, false, SyncLayout.NO_ROWS).applyTo(file);
        new Edit((int) SyncLayout.FIRST_CELL, true, -1).applyTo(file);
        assertEquals(List.of(), locksOf(file));
    }

    @Property
    void aHeaderThatSaysAnythingElseIsUnsound(@ForAll("checkedOffsets") int offset, @ForAll("values") long value)
            throws IOException {
        byte[] file = whole.clone();
        new Edit(offset, false, value).applyTo(file);
        if (!Arrays.equals(file, whole)) {
            List<LockInfo> told = locksOf(file);
            assertEquals(1, told.size());
            assertFalse(told.getFirst().isSound());
            assertTrue(told.getFirst().flaw().isPresent());
        }
    }

    @Property
    void headersRowsAndCellsOfOtherWordsAreTold(@ForAll("edits") List<Edit> edits) throws IOException {
        byte[] file = whole.clone();
        edits.forEach(edit -> edit.applyTo(file));
        for (LockInfo lock : locksOf(file)) {
            assertEquals(lock.isSound(), lock.flaw().isEmpty());
            assertTrue(lock.cell() >= 0 && lock.cell() < CELLS && lock.deaths() >= 0);
            lock.holder().ifPresent(holder -> assertFalse(holder.isAlive()));
            assertEquals(lock.isHeld(), lock.holder().isPresent());
            assertEquals(lock.isSound(), lock.state() != LockInfo.State.UNSOUND);
        }
    }

    @Property
    void aTruncatedOneIsUnsound(@ForAll("lengths") int length) throws IOException {
        List<LockInfo> told = locksOf(Arrays.copyOf(whole, length));
        assertEquals(1, told.size());
        assertFalse(told.getFirst().isSound());
    }

    private static List<LockInfo> locksOf(byte[] file) throws IOException {
        Path path = Files.createTempFile(folder, "area", ""); // jqwik may still shrink the property before
        Files.write(path, file);
        try (AreaFile area = AreaFile.open(path).orElseThrow()) {
            return Bounded.get(1 << 20, () -> {
                try {
                    return AreaReader.locks(NAME, area, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            Files.delete(path);
        }
    }

    @Provide
    Arbitrary<Integer> checkedOffsets() {
        return Arbitraries.of(CHECKED);
    }

    @Provide
    Arbitrary<Long> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(EXTREMES),
                Arbitraries.longs(),
                Arbitraries.longs().between(0, 40_000));
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Integer> offsets = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 64),
                Arbitraries.integers().between(4096, 4096 + 128),
                Arbitraries.integers()
                        .between((int) SyncLayout.FIRST_CELL, whole.length - Integer.BYTES)
                        .map(at -> at & -Integer.BYTES));
        return Combinators.combine(offsets, Arbitraries.of(true, false), values())
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 128), Arbitraries.integers().between(0, whole.length - 1));
    }
}
