package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.gatun.posix.CrashPoint;
import io.gatun.segment.SegmentException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/**
 * What a job leaves in shared memory while it runs: its ledger, its partials, its description, and what its workers save.
 *
 * <p><b>Layout:</b> the {@link Ledger}; the partials of a block, as many {@code double}s as the job reduces; the bytes of the
 * {@link JobDescription}; then, for a job that changes arrays in place, an {@link Undo} for each worker. Each part starts at a
 * multiple of 128 bytes.
 *
 * <p><b>Threads:</b> a chunk's entry and partials are for the worker that claimed it.
 */
public final class JobArea {
    private final Path path;
    private final MemorySegment memory;
    private final CurrentJob job;
    private final Ledger ledger;
    private final long partialsOffset;

    JobArea(Path path, MemorySegment area, CurrentJob job) {
        this.path = path;
        this.memory = area.asSlice(0, job.areaByteSize());
        this.job = job;
        this.ledger = new Ledger(memory.asSlice(0, job.plan().chunks() * Integer.BYTES));
        this.partialsOffset = job.partialsOffset();
    }

    /** Returns the numbers of the job this is of. */
    public CurrentJob job() {
        return job;
    }

    /** Returns what became of each chunk. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns where a worker saves what it changes, in a job that changes anything. */
    public Undo undo(int worker) {
        return new Undo(
                memory.asSlice(job.undoOffset(worker), job.undoByteSize()),
                job.plan().blockElements());
    }

    /**
     * Gives back the chunk that a worker had claimed, as it was before, or with its first blocks done. The worker must be dead or
     * outside.
     *
     * @param saved the arrays that the job changes in place
     * @return the block the worker was in; the chunk's first if nobody knows
     */
    public long giveBack(long chunk, List<Undo.Saved> saved) {
        ChunkPlan plan = job.plan();
        long firstBlock = plan.chunkBegin(chunk) / plan.blockElements();
        long block = firstBlock;
        if (job.savedBytes() > 0) {
            Undo undo = undo(ledger.owner(chunk));
            block = undo.block();
            undo.restore(saved, plan.blockBegin(block), plan.blockEnd(block));
        }
        ledger.free(chunk, block - firstBlock, ledger.attempts(chunk));
        return block;
    }

    /** Returns one number of a block's partial. */
    public double partial(long block, int position) {
        return memory.get(JAVA_DOUBLE, partialOffset(block, position));
    }

    /** Sets one number of a block's partial. */
    public void setPartial(long block, int position, double value) {
        memory.set(JAVA_DOUBLE, partialOffset(block, position), value);
        CrashPoint.PARTIAL_WRITTEN.reach();
    }

    /**
     * Returns what the workers must know of the job besides its numbers.
     *
     * @throws SegmentException.Malformed if there is something else in its place
     */
    public JobDescription description() {
        byte[] bytes = memory.asSlice(job.descriptionOffset(), job.descriptionByteSize())
                .toArray(ValueLayout.JAVA_BYTE);
        try {
            return JobDescription.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw new SegmentException.Malformed(path, job.descriptionOffset(), "a damaged job description");
        }
    }

    void setDescription(byte[] description) {
        MemorySegment.copy(description, 0, memory, ValueLayout.JAVA_BYTE, job.descriptionOffset(), description.length);
    }

    private long partialOffset(long block, int position) {
        return partialsOffset + (block * job.partialWidth() + position) * Double.BYTES;
    }
}
