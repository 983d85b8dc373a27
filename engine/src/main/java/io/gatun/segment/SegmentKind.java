package io.gatun.segment;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What the first bytes of a file in the shared memory folder say it is. */
public enum SegmentKind {
    /** An array: an {@code .npy} file. */
    ARRAY,
    /** The control segment of a job: it starts with {@value #CONTROL_MAGIC}. */
    CONTROL,
    /** A lock, a value or the like of {@code io.gatun.sync}: it starts with {@value #SYNC_MAGIC}. */
    SYNC,
    /** A map, a list or another of {@code io.gatun.collection}: it starts with {@value #COLLECTION_MAGIC}. */
    COLLECTION,
    /** Something else; another program's, as a rule. */
    OTHER;

    /** The first eight bytes of a control segment, in ASCII. */
    public static final String CONTROL_MAGIC = "GATUNCTL";

    /** The first eight bytes of a segment of locks and values, in ASCII. */
    public static final String SYNC_MAGIC = "GATUNSYN";

    /** The first eight bytes of a collection, in ASCII. */
    public static final String COLLECTION_MAGIC = "GATUNCOL";

    /** How many bytes tell the kind. */
    static final int MAGIC_SIZE = 8;

    /** Tells by the first bytes of a file, all of them if it is short. */
    static SegmentKind of(MemorySegment file) {
        if (NpyHeader.startsIn(file)) {
            return ARRAY;
        }
        if (startsWith(file, CONTROL_MAGIC)) {
            return CONTROL;
        }
        if (startsWith(file, COLLECTION_MAGIC)) {
            return COLLECTION;
        }
        return startsWith(file, SYNC_MAGIC) ? SYNC : OTHER;
    }

    private static boolean startsWith(MemorySegment file, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
        return file.byteSize() >= bytes.length
                && file.asSlice(0, bytes.length).mismatch(MemorySegment.ofArray(bytes)) == -1;
    }
}
