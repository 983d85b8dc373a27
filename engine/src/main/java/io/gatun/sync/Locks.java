package io.gatun.sync;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The locks of this machine, looked at from outside: who has them, who waits, and whose holder has died.
 *
 * <p>Nothing is locked, attached or written for it, so that it can be told also when all who used a lock are dead, and while one of
 * them is stopped. What a file holds is not believed: what it cannot be is told as unsound.
 *
 * <p><b>Threads:</b> safe. What it tells of a lock was true at some moment of the call, and may not be any more.
 */
public final class Locks {
    /** As {@code io.gatun.segment.SharedArray} has it. */
    private static final long ROOM_ALIGNMENT = 128;

    /** As {@code io.gatun.collection} has it: behind a header of its own. */
    private static final long COLLECTION_BASE = 4096;

    private Locks() {}

    /**
     * Returns the locks of this user's segments in the shared memory folder, those of arrays and of collections included, by the names
     * of the segments. Of a segment of many cells they are those that are held, or have lost a holder.
     *
     * @throws SegmentException.NotFound if there is no such folder
     */
    public static List<LockInfo> list() {
        List<LockInfo> found = new ArrayList<>();
        for (SegmentInfo segment : Segments.list()) {
            if (mayHaveLock(segment)) {
                found.addAll(read(segment));
            }
        }
        return List.copyOf(found);
    }

    private static List<LockInfo> read(SegmentInfo segment) {
        long base = base(segment);
        try (AreaFile file = AreaFile.open(segment.name().path()).orElse(null)) {
            return file == null || !beginsAt(file, base) ? List.of() : AreaReader.locks(segment.name(), file, base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mayHaveLock(SegmentInfo segment) {
        return switch (segment.kind()) {
            case SYNC, COLLECTION -> true;
            case ARRAY -> segment.array().isPresent() && segment.byteSize() > base(segment);
            case CONTROL, OTHER -> false;
        };
    }

    /** Where a sync area begins: with the segment, behind the header of a collection, or behind the elements of an array. */
    private static long base(SegmentInfo segment) {
        if (segment.kind() == SegmentKind.COLLECTION) {
            return COLLECTION_BASE;
        }
        return segment.array()
                .map(array -> {
                    long elements = array.shape().stream().reduce(1L, (a, b) -> a * b);
                    long end = array.dataOffset() + elements * array.dtype().byteSize();
                    return Math.ceilDiv(end, ROOM_ALIGNMENT) * ROOM_ALIGNMENT;
                })
                .orElse(0L);
    }

    private static boolean beginsAt(AreaFile file, long base) throws IOException {
        byte[] magic = SegmentKind.SYNC_MAGIC.getBytes(StandardCharsets.US_ASCII);
        return Arrays.equals(magic, file.read(base, magic.length).toArray(JAVA_BYTE));
    }

    /**
     * Returns what a segment is, in words: {@code reentrant lock}, or {@code value int64}. Empty if it is nothing of this package's, or is
     * damaged.
     */
    public static Optional<String> describe(SegmentName name) {
        try (AreaFile file = AreaFile.open(name.path()).orElse(null)) {
            if (file == null) {
                return Optional.empty();
            }
            MemorySegment head = file.read(0, (int) SyncLayout.FIRST_CELL);
            AreaHeader header = AreaHeader.read(head, file.byteSize(), name.path(), 0);
            return Optional.of((header.kind() + " " + header.text()).strip());
        } catch (SegmentException.Malformed e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
