package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What a job leaves in shared memory while it runs: its ledger, its partials and its description.
 *
 * <p><b>Layout:</b> the ledger has one {@code int} for each chunk, {@code slot << 10 | attempt << 2 | state}, with the states 0
 * free, 1 claimed, 2 done; the partials of a block are as many {@code double}s as the job reduces; then the bytes of the
 * {@link JobDescription}. Each part starts at a multiple of 128 bytes. Nothing here reads the ledger: it tells who looks at the
 * segment from outside what became of each chunk.
 *
 * <p><b>Threads:</b> a chunk's entry and partials are for the worker that claimed it.
 */
public final class JobArea {
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final int CLAIMED = 1;
    private static final int DONE = 2;
    private static final int FIRST_ATTEMPT = 1 << 2;
    private static final int SLOT_SHIFT = 10;

    private final MemorySegment memory;
    private final CurrentJob job;
    private final long partialsOffset;

    JobArea(MemorySegment area, CurrentJob job) {
        this.memory = area.asSlice(0, job.areaByteSize());
        this.job = job;
        this.partialsOffset = job.partialsOffset();
    }

    /** Returns the numbers of the job this is of. */
    public CurrentJob job() {
        return job;
    }

    /** Frees all chunks. */
    void clearLedger() {
        memory.asSlice(0, job.plan().chunks() * Integer.BYTES).fill((byte) 0);
    }

    /** Notes that a worker has claimed a chunk. */
    public void claimed(int worker, long chunk) {
        INT.setRelease(memory, chunk * Integer.BYTES, worker << SLOT_SHIFT | FIRST_ATTEMPT | CLAIMED);
    }

    /** Notes, with release, that a chunk's elements and partials are written. */
    public void done(int worker, long chunk) {
        INT.setRelease(memory, chunk * Integer.BYTES, worker << SLOT_SHIFT | FIRST_ATTEMPT | DONE);
    }

    /** Returns one number of a block's partial. */
    public double partial(long block, int position) {
        return memory.get(JAVA_DOUBLE, partialOffset(block, position));
    }

    /** Sets one number of a block's partial. */
    public void setPartial(long block, int position, double value) {
        memory.set(JAVA_DOUBLE, partialOffset(block, position), value);
    }

    /** Returns what the workers must know of the job besides its numbers. */
    public JobDescription description() {
        byte[] bytes = memory.asSlice(job.descriptionOffset(), job.descriptionByteSize())
                .toArray(ValueLayout.JAVA_BYTE);
        return JobDescription.decode(bytes);
    }

    void setDescription(byte[] description) {
        MemorySegment.copy(description, 0, memory, ValueLayout.JAVA_BYTE, job.descriptionOffset(), description.length);
    }

    private long partialOffset(long block, int position) {
        return partialsOffset + (block * job.partialWidth() + position) * Double.BYTES;
    }
}
