package io.gatun.bench;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.bench.sync.PosixMutex;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import io.gatun.sync.SharedLock;
import io.gatun.sync.SharedSemaphore;
import io.gatun.value.SharedLong;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What shared locks and values cost while nobody else wants them, beside what they are made of, and what one would take instead.
 *
 * <p><b>What would be unfair:</b> to read {@link #javaLock} as a peer, which no other process sees; or any of these as the cost of a
 * lock that is fought for. {@code gatun bench sync} has two processes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open first
public class SyncBenchmark {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final long WORD = 128;
    private static final long COUNTER = 256;

    private final ReentrantLock javaLock = new ReentrantLock();
    private SharedLock lock;
    private SharedLock reentrant;
    private SharedSemaphore semaphore;
    private SharedLong value;
    private SharedSegment segment;
    private MemorySegment memory;
    private PosixMutex mutex;

    /** Creates what is measured. */
    @Setup
    public void open() {
        lock = SharedLock.create(SegmentName.temporary());
        reentrant = SharedLock.createReentrant(SegmentName.temporary());
        semaphore = SharedSemaphore.create(SegmentName.temporary(), 1);
        value = SharedLong.create(SegmentName.temporary(), 0);
        segment = SharedSegment.create(SegmentName.temporary(), 4096);
        memory = segment.memory();
        mutex = PosixMutex.create(memory.asSlice(0, PosixMutex.BYTES));
    }

    /** Removes it. */
    @TearDown
    public void close() {
        lock.unlink();
        lock.close();
        reentrant.unlink();
        reentrant.close();
        semaphore.unlink();
        semaphore.close();
        value.unlink();
        value.close();
        segment.unlink();
        segment.close();
    }

    /** A lock that processes share. */
    @Benchmark
    public void lock() {
        lockAndUnlock(lock);
    }

    /** The same, of the kind that may be taken again. */
    @Benchmark
    public void reentrantLock() {
        lockAndUnlock(reentrant);
    }

    /** A permit, acquired and released. */
    @Benchmark
    public void semaphore() {
        semaphore.acquireUninterruptibly();
        semaphore.release();
    }

    /** An addition to a shared value under its lock. */
    @Benchmark
    public void lockedIncrement() {
        SharedLock its = value.lock();
        its.lock();
        try {
            value.setPlain(value.getPlain() + 1);
        } finally {
            its.unlock();
        }
    }

    /** An atomic addition to a shared value. */
    @Benchmark
    public long getAndAdd() {
        return value.getAndAdd(1);
    }

    /** A lock of one process. */
    @Benchmark
    public void javaLock() {
        lockAndUnlock(javaLock);
    }

    /** glibc's robust mutex in shared memory, two calls of native code. */
    @Benchmark
    public void posixMutex() {
        mutex.lock();
        mutex.unlock();
    }

    /** What any lock needs at least: a word is claimed and freed. */
    @Benchmark
    public boolean compareAndSetTwice() {
        return LONG.compareAndSet(memory, WORD, 0L, 1L) && LONG.compareAndSet(memory, WORD, 1L, 0L);
    }

    /** The number that says which thread has a lock. */
    @Benchmark
    public long threadId() {
        return Thread.currentThread().threadId();
    }

    /** A look at the clock. */
    @Benchmark
    public long nanoTime() {
        return System.nanoTime();
    }

    /** What an atomic addition needs at least. */
    @Benchmark
    public long varHandle() {
        return (long) LONG.getAndAdd(memory, COUNTER, 1L);
    }

    private static void lockAndUnlock(Lock any) {
        any.lock();
        try {
            // held, for nothing
        } finally {
            any.unlock();
        }
    }
}
