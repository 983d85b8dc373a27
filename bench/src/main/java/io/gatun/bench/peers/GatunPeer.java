package io.gatun.bench.peers;

import io.gatun.job.Job;
import io.gatun.job.JobException;
import io.gatun.job.JobReport;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import io.gatun.segment.SegmentException;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Gatun itself: jobs on one pool of worker processes, with this JVM as the coordinator. A call is timed from before the job is
 * handed to the pool until its result is back.
 */
final class GatunPeer implements Peer {
    /** The chunk that {@link JobWork#CHUNKS} asks for. */
    private static final long SMALL_CHUNK = 64;

    private final int workers;
    private final WorkerPool pool;
    private @Nullable SharedInputs inputs;

    private GatunPeer(int workers) {
        this.workers = workers;
        WorkerCommand command = WorkerCommand.ofThisJvm().allowing(NoWork.class.getName());
        this.pool = WorkerPool.open(command, workers, System.err::println);
    }

    static GatunPeer open(int workers) throws PeerFailedException {
        try {
            return new GatunPeer(workers);
        } catch (JobException | SegmentException e) {
            throw failed(e);
        }
    }

    @Override
    public String about() {
        return "a pool of " + workers + " worker processes on Java " + Runtime.version();
    }

    @Override
    public Turn run(Trial trial, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        try {
            return switch (trial.work()) {
                case JobWork.EMPTY -> {
                    Job job = noWork(trial.size(), 1);
                    yield Timing.time(() -> result(pool.run(job)), calls, atMost);
                }
                case JobWork.CHUNKS -> chunkCost(trial.size(), calls, atMost);
                default -> {
                    Job job = prepared(trial).job();
                    yield Timing.time(() -> result(pool.run(job)), calls, atMost);
                }
            };
        } catch (JobException | SegmentException e) {
            throw failed(e);
        }
    }

    /**
     * The processor time of a chunk beside its computation, which is none here: how much longer the job takes in small chunks
     * than in one for each worker, times the workers that spend it, for each chunk.
     */
    private Turn chunkCost(long elements, int calls, Duration atMost) throws PeerFailedException, InterruptedException {
        Job small = noWork(elements, SMALL_CHUNK);
        Job large = noWork(elements, Math.ceilDiv(elements, workers));
        JobReport report = pool.run(small);
        if (report.chunkElements() != SMALL_CHUNK) {
            throw new PeerFailedException("chunks of " + SMALL_CHUNK + " elements were asked for, the job was cut into "
                    + report.chunks() + " of " + report.chunkElements());
        }
        Duration half = atMost.dividedBy(2);
        double[] inSmall =
                Timing.time(() -> result(pool.run(small)), calls, half).settled();
        double[] inLarge =
                Timing.time(() -> result(pool.run(large)), calls, half).settled();
        double more = Statistics.median(inSmall) - Statistics.median(inLarge);
        return new Turn(new double[] {more * workers / report.chunks()}, OptionalDouble.empty());
    }

    @Override
    public double[] sample(int count) throws PeerFailedException {
        if (inputs == null) {
            throw new PeerFailedException("there is no array to look at");
        }
        return inputs.sample(count);
    }

    @Override
    public void drop() {
        if (inputs != null) {
            inputs.close();
            inputs = null;
        }
    }

    @Override
    public void close() {
        try {
            drop();
        } finally {
            pool.close();
        }
    }

    private SharedInputs prepared(Trial trial) {
        SharedInputs ready = inputs;
        if (ready == null || !ready.trial().equals(trial)) {
            drop();
            ready = new SharedInputs(trial);
            inputs = ready;
        }
        return ready;
    }

    private static Job noWork(long elements, long chunk) {
        return Job.of(NoWork.class.getName()).elements(elements).chunk(chunk);
    }

    private static OptionalDouble result(JobReport report) {
        return report.results().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(report.results().getFirst());
    }

    private static PeerFailedException failed(RuntimeException e) {
        return new PeerFailedException(String.valueOf(e.getMessage()));
    }
}
