package io.gatun.bench.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Where two processes meet before a call and after it, and some memory for what they do in between.
 *
 * <p><b>Layout:</b> three words, then a counter, whose turn it is, and a mutex, {@value #APART} bytes apart. A word has the number of the call
 * that the other process is ready for, that both may begin, that the other process has done. <b>Threads:</b> one in each process. They spin, and yield,
 * as those of {@code bench/peers/sync.c} do.
 */
final class Gate implements Task.Counter, AutoCloseable {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

    /** So that what one process writes takes from the other's caches nothing else: processors fetch cache lines in pairs. */
    private static final long APART = 128;

    private static final long ARRIVED = 0;
    private static final long BEGUN = APART;
    private static final long DONE = 2 * APART;
    private static final long COUNTER = 3 * APART;
    private static final long TURN = 4 * APART;
    private static final long MUTEX = 5 * APART;
    private static final long BYTES = 6 * APART;

    private final SharedSegment segment;
    private final MemorySegment memory;

    private Gate(SharedSegment segment) {
        this.segment = segment;
        this.memory = segment.memory();
    }

    /** Creates it, as the leader, or attaches it, as the other. */
    static Gate open(SegmentName name, Side side) {
        return new Gate(
                side == Side.LEADER
                        ? SharedSegment.create(name, BYTES)
                        : SharedSegment.attach(name, Access.READ_WRITE));
    }

    /** Lets the other process begin, once it is there; returns the time. */
    long begin(long call) {
        await(ARRIVED, call);
        long now = System.nanoTime();
        LONG.setVolatile(memory, BEGUN, call);
        return now;
    }

    /** Waits for the other process; returns the time. */
    long end(long call) {
        await(DONE, call);
        return System.nanoTime();
    }

    /** Waits, as the other process, for the leader. */
    void arrive(long call) {
        LONG.setVolatile(memory, ARRIVED, call);
        await(BEGUN, call);
    }

    /** Says, as the other process, that it has done its part. */
    void leave(long call) {
        LONG.setVolatile(memory, DONE, call);
    }

    @SuppressWarnings("ThreadPriorityCheck") // the other may need this very processor
    private void await(long word, long call) {
        while ((long) LONG.getAcquire(memory, word) != call) {
            Thread.yield();
        }
    }

    /** Counts, as the only one at this time. */
    void increment() {
        LONG.set(memory, COUNTER, (long) LONG.get(memory, COUNTER) + 1);
    }

    /** Says whose turn it is, while nobody else is at it. */
    void turn(Side side) {
        LONG.set(memory, TURN, side == Side.LEADER ? 0L : 1L);
    }

    /** Tells whether it is a side's turn, which is the leader's at first. */
    boolean isTurnOf(Side side) {
        return ((long) LONG.get(memory, TURN) == 0) == (side == Side.LEADER);
    }

    @Override
    public long get() {
        return (long) LONG.getVolatile(memory, COUNTER);
    }

    @Override
    public void set(long count) {
        LONG.setVolatile(memory, COUNTER, count);
    }

    /** Returns the memory for a mutex. */
    MemorySegment mutex() {
        return memory.asSlice(MUTEX, APART);
    }

    /** Removes the name. */
    void unlink() {
        segment.unlink();
    }

    @Override
    public void close() {
        segment.close();
    }
}
