package io.gatun.segment;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** What the first bytes of a file in the shared memory folder say it is. */
public enum SegmentKind {
    /** An array: an {@code .npy} file. */
    ARRAY,
    /** The control segment of a job: it starts with {@value #CONTROL_MAGIC}. */
    CONTROL,
    /** Something else; another program's, as a rule. */
    OTHER;

    /** The first eight bytes of a control segment, in ASCII. */
    public static final String CONTROL_MAGIC = "GATUNCTL";

    /** How many bytes tell the kind. */
    static final int MAGIC_SIZE = 8;

    /** Tells by the first bytes of a file, all of them if it is short. */
    static SegmentKind of(MemorySegment file) {
        if (NpyHeader.startsIn(file)) {
            return ARRAY;
        }
        byte[] magic = CONTROL_MAGIC.getBytes(StandardCharsets.US_ASCII);
        boolean control = file.byteSize() >= magic.length
                && file.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) == -1;
        return control ? CONTROL : OTHER;
    }
}
