package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * Where a worker saves the old content of a block before the kernel changes it in place: if the worker dies in it, the content is put
 * back and the block computed again. One block and not a whole chunk, so that what is saved stays in a processor's cache.
 *
 * <p><b>Layout:</b> a word, {@code block << 1 | saved}, and from byte {@value #CONTENT_OFFSET} on the block's elements, one array's
 * behind the other's. With {@code saved} 0 the block was not touched yet; all blocks of its chunk before it are done.
 *
 * <p><b>Threads:</b> its worker's; between two rounds, when no worker is inside, the coordinator's. <b>Memory ordering:</b> the word is
 * stored with release, behind what the kernel wrote to the block before, and behind the saved content; and a fence keeps what follows
 * behind the word. A process is killed between two instructions, so that who looks at its memory afterwards finds the effect of all
 * before that point and of none behind it: it is the order of the compiled code that counts.
 */
public final class Undo {
    static final long CONTENT_OFFSET = 128;

    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;
    private final long blockElements;

    /**
     * An array whose old content is saved.
     *
     * @param data all its elements
     * @param elementBytes the size of one
     */
    public record Saved(MemorySegment data, int elementBytes) {}

    Undo(MemorySegment memory, long blockElements) {
        this.memory = memory;
        this.blockElements = blockElements;
    }

    /** Notes that all blocks before this one are done, of its chunk. */
    public void next(long block) {
        set(block << 1);
        CrashPoint.UNDO_BEGUN.reach();
    }

    /** Saves a block's elements; from now on it may be changed. */
    public void save(List<Saved> arrays, long block, long begin, long end) {
        long offset = CONTENT_OFFSET;
        for (int i = 0; i < arrays.size(); i++) {
            Saved array = arrays.get(i);
            long byteSize = (end - begin) * array.elementBytes();
            MemorySegment.copy(array.data(), begin * array.elementBytes(), memory, offset, byteSize);
            offset += blockElements * array.elementBytes();
        }
        CrashPoint.UNDO_COPIED.reach();
        set(block << 1 | 1);
        CrashPoint.UNDO_SAVED.reach();
    }

    /** Keeps what the kernel writes behind the note that its chunk is claimed: else nobody would put it back. */
    public void protect() {
        VarHandle.storeStoreFence();
    }

    /** Puts back what was saved of the block, if anything was; does no harm the second time. */
    void restore(List<Saved> arrays, long begin, long end) {
        if (!isSaved()) {
            return;
        }
        long offset = CONTENT_OFFSET;
        for (Saved array : arrays) {
            long byteSize = (end - begin) * array.elementBytes();
            MemorySegment.copy(memory, offset, array.data(), begin * array.elementBytes(), byteSize);
            offset += blockElements * array.elementBytes();
        }
        CrashPoint.BLOCK_RESTORED.reach();
        set(block() << 1);
        CrashPoint.BLOCK_MARKED.reach();
    }

    /** Returns the block the worker was in. */
    long block() {
        return word() >>> 1;
    }

    private boolean isSaved() {
        return (word() & 1) != 0;
    }

    private void set(long word) {
        LONG.setRelease(memory, 0L, word);
        VarHandle.storeStoreFence();
    }

    private long word() {
        return (long) LONG.getAcquire(memory, 0L);
    }
}
