package io.gatun.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.memory.NarrowWord;
import io.gatun.segment.DType;
import io.gatun.sync.CellSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.HexFormat;

/** What is asked of memory that a value shall lie in, before it does: what would otherwise be refused at each access, in other words. */
final class Alignment {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private Alignment() {}

    /** Returns where in the memory the aligned word of four bytes begins that an offset lies in. */
    static long wordOffset(MemorySegment memory, long offset) {
        return offset - ((memory.address() + offset) & (NarrowWord.BYTE_SIZE - 1));
    }

    /**
     * Sees to it that cells have room for so many bytes and the whole words of four bytes that these lie in.
     *
     * @throws IllegalArgumentException if they have not
     */
    static void requireRoom(CellSegment cells, int byteSize, String what) {
        int needed = Math.ceilDiv(byteSize, NarrowWord.BYTE_SIZE) * NarrowWord.BYTE_SIZE;
        if (cells.dataBytes() < needed) {
            throw new IllegalArgumentException(
                    "dataBytes=" + cells.dataBytes() + " of " + cells + ": " + what + " needs " + needed);
        }
    }

    /**
     * Sees to it that a value can be accessed in one step.
     *
     * @throws IndexOutOfBoundsException if it does not lie within the memory
     * @throws IllegalArgumentException if it is not aligned, or its word does not lie within the memory
     * @throws IllegalStateException if the memory is closed
     */
    static void requireAccess(MemorySegment memory, long offset, DType type) {
        String what = "offset=" + offset + ": " + type.numpyName();
        if (offset < 0 || offset > memory.byteSize() - type.byteSize()) {
            throw new IndexOutOfBoundsException(
                    what + " takes " + type.byteSize() + " bytes, the memory has " + memory.byteSize());
        }
        if ((memory.address() + offset) % type.byteSize() != 0) {
            throw new IllegalArgumentException(what + " must be aligned to " + type.byteSize()
                    + " bytes, and lies at 0x" + HexFormat.of().toHexDigits(memory.address() + offset));
        }
        long word = wordOffset(memory, offset);
        boolean narrow = type.byteSize() < NarrowWord.BYTE_SIZE;
        if (narrow && (word < 0 || word > memory.byteSize() - NarrowWord.BYTE_SIZE)) {
            throw new IllegalArgumentException(what + " is exchanged within a word of " + NarrowWord.BYTE_SIZE
                    + " bytes, which must lie within the memory: it would begin at byte " + word + " of "
                    + memory.byteSize());
        }
        try {
            if (type.byteSize() == Long.BYTES) {
                var _ = (long) LONG.getVolatile(memory, offset);
            } else {
                var _ = (int) INT.getVolatile(memory, narrow ? word : offset);
            }
        } catch (IllegalArgumentException e) { // the JDK does not promise how a Java array lies
            throw new IllegalArgumentException(
                    what + " cannot lie in a Java array of smaller elements: use a long[], or memory of an Arena", e);
        }
    }
}
