package io.gatun.workers;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.control.ChunkPlan;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobBoard;
import io.gatun.job.control.Ledger;
import io.gatun.job.control.Undo;
import io.gatun.job.control.WorkerSlot;
import io.gatun.workers.kernel.WarmingKernel;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** All that a worker needs to compute chunks of one job: its numbers, its area, its arrays and its kernel. */
final class JobContext {
    private final Seat seat;
    private final JobArea area;
    private final JobArrays arrays;
    private final Kernel kernel;
    private final CurrentJob job;
    private final ChunkPlan plan;
    private final Ledger ledger;
    private final int worker;
    private final boolean isRetry;
    private final @Nullable Undo undo;
    private final boolean hasChunkLimit;
    private final CurrentBlock block = new CurrentBlock();

    /** Where a worker sits: its number, its row, and the board it claims from. */
    record Seat(int worker, WorkerSlot row, JobBoard board) {}

    JobContext(Seat seat, JobArea area, JobArrays arrays, Kernel kernel) {
        this.seat = seat;
        this.area = area;
        this.arrays = arrays;
        this.kernel = kernel;
        this.job = area.job();
        this.plan = job.plan();
        this.ledger = area.ledger();
        this.worker = seat.worker();
        this.isRetry = job.isRetry();
        this.undo = job.savedBytes() == 0 || job.isProbe() ? null : area.undo(worker);
        this.hasChunkLimit = arrays.job().chunkLimitNanos() != Long.MAX_VALUE;
    }

    CurrentJob job() {
        return job;
    }

    JobArea area() {
        return area;
    }

    JobArrays arrays() {
        return arrays;
    }

    Kernel kernel() {
        return kernel;
    }

    /** Returns the same for another job that is described alike. */
    JobContext with(JobArea other) {
        return new JobContext(seat, other, arrays, kernel);
    }

    /** Chooses the kernel's code for the next chunk; tells whether it is vector code. */
    boolean choose() {
        return kernel instanceof WarmingKernel warming && warming.choose();
    }

    /** Tells the kernel that there is nothing to do. */
    void idle() {
        if (kernel instanceof WarmingKernel warming) {
            warming.idle();
        }
    }

    /**
     * Computes a chunk, block by block, and keeps the ledger.
     *
     * @return false if it was given up meanwhile; then the chunk is not done
     */
    boolean run(long chunk) throws Exception {
        if (job.isProbe()) {
            return compute(chunk, job.probeBegin(), job.probeEnd());
        }
        int attempts = 1;
        long begin = plan.chunkBegin(chunk);
        long end = plan.chunkEnd(chunk);
        if (isRetry) {
            attempts = Math.min(Ledger.MAX_ATTEMPTS, ledger.attempts(chunk) + 1);
            begin += plan.blockElements() * ledger.blocksDone(chunk);
        }
        if (undo == null) {
            ledger.claimed(chunk, worker, attempts);
        } else {
            save(undo, begin, end); // before the chunk is marked: what is claimed has its content saved
            ledger.claimed(chunk, worker, attempts);
            undo.protect();
        }
        if (!compute(chunk, begin, end)) {
            return false;
        }
        ledger.done(chunk, worker, attempts);
        return true;
    }

    /** Looks only between blocks whether it should go on: a block that was claimed is as good as begun. */
    private boolean compute(long chunk, long from, long end) throws Exception {
        long blockElements = plan.blockElements();
        block.chunk = chunk;
        for (long begin = from; begin < end; begin += blockElements) {
            if (begin > from && undo != null) {
                save(undo, begin, end);
            }
            block.move(begin, Math.min(end, begin + blockElements));
            kernel.run(block);
            if (block.isCancelled()) {
                return false; // the kernel may have seen it, and left its block undone
            }
            block.requirePartial();
        }
        return true;
    }

    private void save(Undo saving, long begin, long end) {
        long index = begin / plan.blockElements();
        saving.next(index);
        saving.save(arrays.saved(), index, begin, Math.min(end, begin + plan.blockElements()));
    }

    /** The one block object of a job, moved from block to block so that nothing is allocated for each. */
    private final class CurrentBlock implements Block {
        private long chunk;
        private long begin;
        private long end;
        private boolean hasPartial;

        void move(long begin, long end) {
            this.begin = begin;
            this.end = end;
            this.hasPartial = job.partialWidth() == 0 || job.isProbe();
        }

        void requirePartial() {
            if (!hasPartial) {
                throw new IllegalStateException(
                        "kernel " + arrays.job().kernel() + " left no partial, but the job reduces one");
            }
        }

        @Override
        public long begin() {
            return begin;
        }

        @Override
        public long end() {
            return end;
        }

        @Override
        public boolean has(String array) {
            return arrays.has(array);
        }

        @Override
        public MemorySegment read(String array) {
            return arrays.readable(array);
        }

        @Override
        public MemorySegment write(String array) {
            return arrays.writable(array);
        }

        @Override
        public double parameter(String name) {
            return arrays.parameter(name);
        }

        @Override
        public boolean isCancelled() {
            return seat.board().isStopped(job) || (hasChunkLimit && seat.row().isCancelled(chunk));
        }

        @Override
        public void partial(double... values) {
            int width = job.partialWidth();
            if (width == 0 || job.isProbe()) {
                return;
            }
            if (values.length != width) {
                throw new IllegalArgumentException(
                        "a partial of " + values.length + " numbers, the job reduces " + width);
            }
            long index = begin / plan.blockElements();
            for (int position = 0; position < width; position++) {
                area.setPartial(index, position, values[position]);
            }
            hasPartial = true;
        }
    }
}
