package io.gatun.bench;

import io.gatun.bench.peers.NoWork;
import io.gatun.job.Job;
import io.gatun.job.JobReport;
import io.gatun.job.WorkerCommand;
import io.gatun.job.WorkerPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a job costs that computes nothing, on warm workers: from the call to the report. With {@code -prof gc} also what it
 * allocates.
 *
 * <p>{@link #run} drives the job on the calling thread, {@link #submit} leaves that to the pool's. {@link #threads} is the
 * baseline: as many empty tasks on as many threads of this JVM.
 *
 * <p><b>What would be unfair:</b> jobs one behind the other find the workers still spinning; after a pause of some microseconds
 * they sleep, and a job costs a wake-up more, which {@link #runAfterAPause} has. A job's chunks may be one worker's, and here as
 * a rule are: to wake the second takes longer than to do both. The tasks of the baseline may be one thread's too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class DispatchBenchmark {
    private static final long PAUSE_NANOS = 50_000;

    /** How many workers, and chunks. */
    @Param("2")
    int workers;

    private WorkerPool pool;
    private ExecutorService executor;
    private Job job;

    /** Starts the workers. */
    @Setup
    public void open() {
        String kernel = NoWork.class.getName();
        pool = WorkerPool.open(WorkerCommand.ofThisJvm().allowing(kernel), workers, System.err::println);
        job = Job.of(kernel).elements(workers).chunk(1);
        executor = Executors.newFixedThreadPool(workers);
    }

    /** Ends them. */
    @TearDown
    public void close() {
        pool.close();
        executor.close();
    }

    /** Runs an empty job on the calling thread. */
    @Benchmark
    public JobReport run() throws InterruptedException {
        return pool.run(job);
    }

    /** Runs an empty job when the workers have gone to sleep; the pause is part of the time. */
    @Benchmark
    public JobReport runAfterAPause() throws InterruptedException {
        for (long end = System.nanoTime() + PAUSE_NANOS; System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }
        return pool.run(job);
    }

    /** Submits an empty job and waits for it. */
    @Benchmark
    public JobReport submit() {
        return pool.submit(job).join();
    }

    /** Has threads do nothing. */
    @Benchmark
    public void threads() throws Exception {
        var tasks = java.util.Collections.nCopies(workers, Executors.callable(() -> {}));
        executor.invokeAll(tasks);
    }
}
