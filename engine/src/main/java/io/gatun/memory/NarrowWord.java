package io.gatun.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Atomic exchanges of one or two bytes, which the JDK's access to memory segments does not have: within the aligned word of four
 * bytes that they lie in, by compare-and-set of that word until nobody came in between.
 *
 * <p>What lies beside them in the word keeps its value, whoever changes it meanwhile, by exchanges of the word or by stores of single
 * bytes. All exchanges have the memory ordering of a volatile access. A lane is given by its word's offset, the {@code shift} of its lowest
 * bit, which {@link #shift} tells, and the {@code mask} of its bits before they are shifted, and read as an unsigned number.
 *
 * <p><b>Threads:</b> any. An exchange is done once no other thread succeeds in changing the word in between (lock-free).
 *
 * @see VarHandle the accesses that a handle has by the type of its variable
 */
public final class NarrowWord {
    /** How many bytes the word has. */
    public static final int BYTE_SIZE = Integer.BYTES;

    /** The mask of one byte. */
    public static final int BYTE_MASK = 0xFF;

    /** The mask of two bytes. */
    public static final int SHORT_MASK = 0xFFFF;

    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private NarrowWord() {}

    /** Returns how far a lane's lowest bit is shifted in its word; only the address's two lowest bits matter. */
    public static int shift(long address) {
        return (int) (address & (BYTE_SIZE - 1)) * Byte.SIZE; // little-endian, as every platform of Gatun's
    }

    /** Stores {@code value} if the lane has the value {@code expected}; returns what it had. */
    public static int compareAndExchange(
            MemorySegment memory, long word, int shift, int mask, int expected, int value) {
        int seen = (int) INT.getVolatile(memory, word);
        while (true) {
            int had = (seen >>> shift) & mask;
            if (had != expected) {
                return had;
            }
            int witness = (int) INT.compareAndExchange(memory, word, seen, with(seen, shift, mask, value));
            if (witness == seen) {
                return had;
            }
            seen = witness; // the lane, or what lies beside it, was changed
        }
    }

    /** Stores {@code value}; returns what the lane had. */
    public static int getAndSet(MemorySegment memory, long word, int shift, int mask, int value) {
        int seen = (int) INT.getVolatile(memory, word);
        while (true) {
            int witness = (int) INT.compareAndExchange(memory, word, seen, with(seen, shift, mask, value));
            if (witness == seen) {
                return (seen >>> shift) & mask;
            }
            seen = witness;
        }
    }

    /** Adds to the lane, without a carry to what lies beside it; returns what it had. */
    public static int getAndAdd(MemorySegment memory, long word, int shift, int mask, int delta) {
        int seen = (int) INT.getVolatile(memory, word);
        while (true) {
            int had = (seen >>> shift) & mask;
            int witness = (int) INT.compareAndExchange(memory, word, seen, with(seen, shift, mask, had + delta));
            if (witness == seen) {
                return had;
            }
            seen = witness;
        }
    }

    private static int with(int word, int shift, int mask, int value) {
        return (word & ~(mask << shift)) | ((value & mask) << shift);
    }
}
