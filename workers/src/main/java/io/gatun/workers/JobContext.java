package io.gatun.workers;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.control.ChunkPlan;
import io.gatun.job.control.CurrentJob;
import io.gatun.job.control.JobArea;
import io.gatun.job.control.JobBoard;
import io.gatun.workers.kernel.WarmingKernel;
import java.lang.foreign.MemorySegment;

/** All that a worker needs to compute chunks of one job: its numbers, its area, its arrays and its kernel. */
final class JobContext {
    private final JobArea area;
    private final JobArrays arrays;
    private final Kernel kernel;
    private final CurrentBlock block = new CurrentBlock();

    JobContext(JobArea area, JobArrays arrays, Kernel kernel) {
        this.area = area;
        this.arrays = arrays;
        this.kernel = kernel;
    }

    CurrentJob job() {
        return area.job();
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
        return new JobContext(other, arrays, kernel);
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
     * Computes a chunk, block by block.
     *
     * @return false if the job was given up meanwhile; then the chunk is not done
     */
    boolean run(long chunk, JobBoard board) throws Exception {
        ChunkPlan plan = job().plan();
        long end = plan.chunkEnd(chunk);
        for (long begin = plan.chunkBegin(chunk); begin < end; begin += plan.blockElements()) {
            if (board.isStopped(job())) {
                return false;
            }
            block.move(begin, Math.min(end, begin + plan.blockElements()));
            kernel.run(block);
            block.requirePartial();
        }
        return true;
    }

    /** The one block object of a job, moved from block to block so that nothing is allocated for each. */
    private final class CurrentBlock implements Block {
        private long begin;
        private long end;
        private boolean hasPartial;

        void move(long begin, long end) {
            this.begin = begin;
            this.end = end;
            this.hasPartial = job().partialWidth() == 0;
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
        public void partial(double... values) {
            int width = job().partialWidth();
            if (width == 0) {
                return;
            }
            if (values.length != width) {
                throw new IllegalArgumentException(
                        "a partial of " + values.length + " numbers, the job reduces " + width);
            }
            long index = begin / job().plan().blockElements();
            for (int position = 0; position < width; position++) {
                area.setPartial(index, position, values[position]);
            }
            hasPartial = true;
        }
    }
}
