package io.gatun.workers;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.job.Block;
import io.gatun.job.Kernel;
import io.gatun.job.WorkerPool;
import java.lang.foreign.MemorySegment;

/** Writes a zero to each page of a new array, in a job whose elements are pages; {@link WorkerPool#create} says what for. */
final class FirstTouch implements Kernel {
    @Override
    public void run(Block block) {
        MemorySegment array = block.write("array");
        for (long page = block.begin(); page < block.end(); page++) {
            array.set(JAVA_BYTE, page * WorkerPool.PAGE_BYTES, (byte) 0);
        }
    }
}
