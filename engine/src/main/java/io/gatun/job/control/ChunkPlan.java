package io.gatun.job.control;

import java.util.OptionalLong;

/**
 * How a job's elements are cut: into blocks, which a kernel computes in one call and each of which has one partial, and into
 * chunks of whole blocks, which workers claim.
 *
 * @param elements all elements, at least 1
 * @param blockElements the elements in a block; the last may have fewer
 * @param chunkElements the elements in a chunk, a multiple of those in a block; the last may have fewer
 */
public record ChunkPlan(long elements, long blockElements, long chunkElements) {
    /**
     * The largest block: 128 KiB of doubles, which a processor's second cache holds. A fourth of that would fit into the first; but
     * memory waits between two blocks, by which a dot product over large arrays lost a tenth.
     */
    private static final long MAX_BLOCK = 16_384;

    /** The elements of the longest vectors there are. */
    private static final long VECTOR_ELEMENTS = 8;

    /** A job of few elements, each of which may take long, is cut into at least this many blocks where it can be. */
    private static final long MIN_BLOCKS = 512;

    /** Enough that a worker which started late or was held up is made up for by the others. */
    private static final long CHUNKS_PER_WORKER = 16;

    /** The same where the speed is known, and with it that a chunk will not take long. */
    private static final long MIN_CHUNKS_PER_WORKER = 4;

    /** How long a chunk should take: two hundred times what it costs to claim it, and little to wait for at the end. */
    private static final double CHUNK_NANOS = 20_000;

    /** And in a long job up to this much: memory is the faster, by up to a fourteenth, the longer it is read in its order. */
    private static final double LONG_CHUNK_NANOS = 500_000;

    /** In a job that long a worker has at least this many chunks, so that the end is waited for less than that gains. */
    private static final long LONG_CHUNKS_PER_WORKER = 64;

    /** Claims of this many workers, each every {@link #CHUNK_NANOS}, still keep out of each other's way. */
    private static final int WORKERS_APART = 16;

    /** Small enough to tell progress by, and to lose little when it must be done again. */
    private static final long MAX_DEFAULT_CHUNK = 1 << 20;

    /**
     * Cuts a job. Where partials are reduced, the size of the blocks follows from the number of elements alone, so that the
     * result does too.
     *
     * @param requestedChunk a chunk size in elements, rounded up to whole blocks; empty to choose one
     * @param reduces whether the job has a result
     * @param workers how many will share the job; only matters for the choice
     * @param nanosPerElement what an element takes one worker, as far as is known; 0 if it is not
     */
    public static ChunkPlan of(
            long elements, OptionalLong requestedChunk, boolean reduces, int workers, double nanosPerElement) {
        if (requestedChunk.isPresent() && !reduces) {
            return ofChunks(elements, Math.min(elements, requestedChunk.getAsLong()));
        }
        long perBlock = Math.clamp(Long.highestOneBit(Math.max(1, elements / MIN_BLOCKS)), 1, MAX_BLOCK);
        long blocks = Math.ceilDiv(elements, perBlock);
        long wanted = requestedChunk.isPresent()
                ? Math.ceilDiv(requestedChunk.getAsLong(), perBlock)
                : Math.min(defaultChunk(elements, workers, nanosPerElement), MAX_DEFAULT_CHUNK) / perBlock;
        return new ChunkPlan(elements, perBlock, perBlock * Math.clamp(wanted, 1, blocks));
    }

    /** Returns the number of blocks. */
    public long blocks() {
        return Math.ceilDiv(elements, blockElements);
    }

    /** Returns the number of chunks. */
    public long chunks() {
        return Math.ceilDiv(elements, chunkElements);
    }

    /** Returns the first element of a chunk. */
    public long chunkBegin(long chunk) {
        return chunk * chunkElements;
    }

    /** Returns the element after the last of a chunk. */
    public long chunkEnd(long chunk) {
        return elements - chunkBegin(chunk) < chunkElements ? elements : chunkBegin(chunk) + chunkElements;
    }

    /** Returns the first element of a block. */
    public long blockBegin(long block) {
        return block * blockElements;
    }

    /** Returns the element after the last of a block. */
    public long blockEnd(long block) {
        return elements - blockBegin(block) < blockElements ? elements : blockBegin(block) + blockElements;
    }

    /** Without partials blocks are only for the caches: equal parts of a chunk, of whole vectors where there are several. */
    private static ChunkPlan ofChunks(long elements, long chunk) {
        if (chunk <= MAX_BLOCK) {
            return new ChunkPlan(elements, chunk, chunk);
        }
        long blocks = Math.ceilDiv(chunk, MAX_BLOCK);
        long perBlock = Math.ceilDiv(Math.ceilDiv(chunk, blocks), VECTOR_ELEMENTS) * VECTOR_ELEMENTS;
        return new ChunkPlan(elements, perBlock, perBlock * blocks);
    }

    private static long defaultChunk(long elements, int workers, double nanosPerElement) {
        if (nanosPerElement == 0) {
            return elements / Math.multiplyExact(workers, CHUNKS_PER_WORKER);
        }
        double nanos = CHUNK_NANOS * Math.max(1, (double) workers / WORKERS_APART);
        double inALongJob = elements * nanosPerElement / workers / LONG_CHUNKS_PER_WORKER;
        nanos = Math.max(nanos, Math.min(LONG_CHUNK_NANOS, inALongJob));
        return Math.min((long) (nanos / nanosPerElement), elements / (workers * MIN_CHUNKS_PER_WORKER));
    }
}
