package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to change a word of shared memory, as a claim does: with one thread, with two on the same word, and with two
 * on words that lie 8 or 128 bytes apart. {@link #atomicLong} is the baseline, a word of the JVM's heap.
 *
 * <p><b>What would be unfair:</b> to read the contended times as those of a job: between two claims lies the work of a chunk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class WordsBenchmark {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    /** How far the words of two threads lie apart, in bytes; 0 for the same word. */
    @Param({"0", "8", "128"})
    int apart;

    private final AtomicLong atomicLong = new AtomicLong();
    private final Arena arena = Arena.ofShared(); // as a control segment's memory is
    private MemorySegment words;

    /** Each thread's word. */
    @State(Scope.Thread)
    public static class Mine {
        long offset;

        /** Takes the next one. */
        @Setup
        public void choose(WordsBenchmark all, org.openjdk.jmh.infra.ThreadParams threads) {
            offset = (long) threads.getThreadIndex() * all.apart;
        }
    }

    /** Allocates the words. */
    @Setup
    public void open() {
        words = arena.allocate(4096, 128);
    }

    /** Frees them. */
    @TearDown
    public void close() {
        arena.close();
    }

    /** Adds to a word nobody else uses. */
    @Benchmark
    public long add(Mine mine) {
        return (long) LONG.getAndAdd(words, mine.offset, 1L);
    }

    /** Two threads add, to the same word or to two. */
    @Benchmark
    @Threads(2)
    public long addByTwo(Mine mine) {
        return (long) LONG.getAndAdd(words, mine.offset, 1L);
    }

    /** Stores with release to a word nobody else uses, as a ledger's entry is. */
    @Benchmark
    public void release(Mine mine) {
        LONG.setRelease(words, mine.offset, mine.offset);
    }

    /** Two threads store with release. */
    @Benchmark
    @Threads(2)
    public void releaseByTwo(Mine mine) {
        LONG.setRelease(words, mine.offset, mine.offset);
    }

    /** Adds to a word of the heap. */
    @Benchmark
    public long atomicLong() {
        return atomicLong.getAndAdd(1);
    }
}
