package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Proc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A worker's row in the control segment: what it does and did, written by the worker and read by the coordinator.
 *
 * <p><b>Whose it is.</b> A word says it: 0 as long as the pool's first coordinator waits for the worker; {@code startTime << 22 | pid}
 * of the worker that has come; the negated pid of the coordinator whose worker is waited for, where one was there before. A worker
 * comes by compare-and-set, and only where its own coordinator waits. So one that was started by a coordinator that died, and took its
 * time, finds the row another's, or is found in it by who takes the pool over.
 *
 * <p><b>Memory ordering:</b> {@link #hasFailed} and the chunk counts are stored with release and read
 * with acquire; whoever reads them sees what the worker wrote to the row before. The row is otherwise published with the
 * worker's {@linkplain JobBoard#report report}.
 */
public final class WorkerSlot {
    private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
    /** More than the kernel's largest, {@code PID_MAX_LIMIT}. */
    private static final int PID_BITS = 22;

    private static final long PID_MASK = (1L << PID_BITS) - 1;
    private static final long UNUSED = 0;
    private static final int ASLEEP = 1;
    private static final int AWAKE = 2;

    private final MemorySegment row;

    WorkerSlot(MemorySegment row) {
        this.row = row;
    }

    /**
     * Empties the row, for a process that this one starts and no other; the one before must be dead, or was {@linkplain #seize told}
     * apart from it.
     */
    public void reset() {
        LONG.setVolatile(row, SlotLayout.WORKER, awaited(ProcessHandle.current().pid()));
        row.asSlice(0, SlotLayout.WORKER).fill((byte) 0);
        row.asSlice(SlotLayout.WORKER + Long.BYTES, SlotLayout.ERROR - SlotLayout.WORKER - Long.BYTES)
                .fill((byte) 0);
        VarHandle.releaseFence();
        CrashPoint.ROW_RESET.reach();
    }

    /**
     * Lets no worker come to the row from now on but those that this process starts: some that another has started may be on their
     * way still.
     *
     * @return who had come before; of pid 0 if nobody has
     */
    Proc.Identity seize() {
        return identity((long) LONG.getAndSet(
                row, SlotLayout.WORKER, awaited(ProcessHandle.current().pid())));
    }

    /**
     * Comes to the row, as this process, which a coordinator has started for it.
     *
     * @return false if it is not that coordinator's any more: another process has taken the pool over, and whoever comes to the row is
     *     to do the work
     */
    public boolean attach(long coordinator) {
        long expected = (long) LONG.getAcquire(row, SlotLayout.WORKER);
        if (expected != UNUSED && expected != awaited(coordinator)) {
            return false;
        }
        Proc.Identity self = Proc.self();
        long word = self.startTime() << PID_BITS | self.pid();
        if (!LONG.compareAndSet(row, SlotLayout.WORKER, expected, word)) {
            return false;
        }
        setAsleep(false);
        CrashPoint.WORKER_ATTACHED.reach();
        return true;
    }

    /** Tells whether a worker has come. */
    public boolean isAttached() {
        return identity().pid() != 0;
    }

    /** Returns which process has come; of pid 0 if none has. */
    public Proc.Identity identity() {
        return identity((long) LONG.getAcquire(row, SlotLayout.WORKER));
    }

    private static Proc.Identity identity(long word) {
        return word <= UNUSED ? new Proc.Identity(0, 0) : new Proc.Identity(word & PID_MASK, word >>> PID_BITS);
    }

    private static long awaited(long coordinator) {
        return -coordinator;
    }

    /**
     * Notes, before the worker looks for something to claim, that it may hold chunks from now on. The fence is one side of the
     * agreement with {@link JobBoard#withdraw}: either the worker finds nothing, or the coordinator finds it inside.
     */
    public void enterRound() {
        INT.setVolatile(row, SlotLayout.INSIDE, 1);
        VarHandle.fullFence();
        CrashPoint.WORKER_INSIDE.reach();
    }

    /** Notes that the worker holds no chunk any more, and publishes what it did in those it had. */
    public void leaveRound() {
        INT.setRelease(row, SlotLayout.INSIDE, 0);
        CrashPoint.WORKER_LEFT.reach();
    }

    /** Tells, with acquire, whether the worker may hold chunks. */
    public boolean isInside() {
        return (int) INT.getAcquire(row, SlotLayout.INSIDE) != 0;
    }

    /** Asks the worker, as the coordinator, to leave a chunk undone that takes too long. */
    public void cancel(long chunk) {
        LONG.setRelease(row, SlotLayout.CANCELLED, chunk + 1);
    }

    /** Tells the worker whether it should leave a chunk undone. */
    public boolean isCancelled(long chunk) {
        return (long) LONG.getOpaque(row, SlotLayout.CANCELLED) == chunk + 1;
    }

    /** Notes that the worker left a chunk of a round undone, which therefore cannot be completed. */
    public void gaveUp(CurrentJob job) {
        LONG.setRelease(row, SlotLayout.CANCELLED, 0L);
        LONG.setRelease(row, SlotLayout.CURRENT_CHUNK, 0L);
        INT.setRelease(row, SlotLayout.GAVE_UP, job.number());
    }

    /** Tells whether the worker left a chunk of a round undone. */
    public boolean hasGivenUp(CurrentJob job) {
        return (int) INT.getAcquire(row, SlotLayout.GAVE_UP) == job.number();
    }

    /** Begins to count for a job, whose arrays the worker has attached, and of which it has claimed its first chunk. */
    public void enter(CurrentJob job, long nowNanos) {
        row.set(JAVA_LONG, SlotLayout.BEGAN_NANOS, nowNanos);
        row.set(JAVA_LONG, SlotLayout.LAST_DONE_NANOS, nowNanos);
        row.set(JAVA_LONG, SlotLayout.ELEMENTS_DONE, 0);
        row.set(JAVA_LONG, SlotLayout.VECTOR_ELEMENTS, 0);
        row.set(JAVA_LONG, SlotLayout.CHUNKS_DONE, 0);
        INT.setRelease(row, SlotLayout.JOB, job.number());
    }

    /** Notes what the worker is about to compute. */
    public void begin(long chunk) {
        LONG.setRelease(row, SlotLayout.CURRENT_CHUNK, chunk + 1);
    }

    /** Adds a chunk to what the worker has done. */
    public void done(long elements, boolean vector) {
        if (vector) {
            add(SlotLayout.VECTOR_ELEMENTS, elements);
        }
        add(SlotLayout.ELEMENTS_DONE, elements);
        LONG.setRelease(row, SlotLayout.CURRENT_CHUNK, 0L);
        LONG.setRelease(row, SlotLayout.CHUNKS_DONE, row.get(JAVA_LONG, SlotLayout.CHUNKS_DONE) + 1);
        CrashPoint.CHUNK_COUNTED.reach();
    }

    /** Notes when the worker found no more chunk of its job. */
    public void leave(long nowNanos) {
        row.set(JAVA_LONG, SlotLayout.LAST_DONE_NANOS, nowNanos);
    }

    /** Leaves a stack trace, cut to what fits, and notes that the worker could not do a chunk of a job. */
    public void failed(CurrentJob job, String stackTrace) {
        byte[] bytes = stackTrace.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(bytes.length, SlotLayout.ERROR_BYTES);
        MemorySegment.copy(bytes, 0, row, JAVA_BYTE, SlotLayout.ERROR, kept);
        row.set(JAVA_INT, SlotLayout.ERROR_BYTE_SIZE, kept);
        INT.setRelease(row, SlotLayout.FAILED_JOB, job.number());
    }

    /** Tells whether the worker could not do a chunk of a job. */
    public boolean hasFailed(CurrentJob job) {
        return (int) INT.getAcquire(row, SlotLayout.FAILED_JOB) == job.number();
    }

    /** Returns the stack trace that the worker left. */
    public String error() {
        int kept = Math.clamp(row.get(JAVA_INT, SlotLayout.ERROR_BYTE_SIZE), 0, SlotLayout.ERROR_BYTES);
        byte[] bytes = row.asSlice(SlotLayout.ERROR, kept).toArray(JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Tells whether the worker has begun, or done, a chunk of a job; if not, what follows is of another. */
    public boolean hasPartIn(CurrentJob job) {
        return (int) INT.getAcquire(row, SlotLayout.JOB) == job.number();
    }

    /** Returns the chunks the worker has done. */
    public long chunksDone() {
        return (long) LONG.getAcquire(row, SlotLayout.CHUNKS_DONE);
    }

    /** Returns the chunk the worker is in, or -1. */
    public long currentChunk() {
        return (long) LONG.getAcquire(row, SlotLayout.CURRENT_CHUNK) - 1;
    }

    /** Returns the elements in the chunks the worker has done. */
    public long elementsDone() {
        return row.get(JAVA_LONG, SlotLayout.ELEMENTS_DONE);
    }

    /** Returns how many of them vector code computed. */
    public long vectorElements() {
        return row.get(JAVA_LONG, SlotLayout.VECTOR_ELEMENTS);
    }

    /** Returns when the worker began its first chunk, on {@link System#nanoTime()}'s clock. */
    public long beganNanos() {
        return row.get(JAVA_LONG, SlotLayout.BEGAN_NANOS);
    }

    /** Returns when the worker found no more chunk, on {@link System#nanoTime()}'s clock. */
    public long lastDoneNanos() {
        return row.get(JAVA_LONG, SlotLayout.LAST_DONE_NANOS);
    }

    /** Notes that the worker has linked its native calls and can wake others. */
    void setCanWake() {
        INT.setVolatile(row, SlotLayout.CAN_WAKE, 1);
    }

    /** Tells whether the worker can wake others. */
    public boolean canWake() {
        return (int) INT.getVolatile(row, SlotLayout.CAN_WAKE) != 0;
    }

    void setAsleep(boolean asleep) {
        INT.setVolatile(row, SlotLayout.ASLEEP, asleep ? ASLEEP : AWAKE);
    }

    boolean isAsleep() {
        return (int) INT.getVolatile(row, SlotLayout.ASLEEP) == ASLEEP;
    }

    /** Tells whether the worker has come and does not sleep. */
    boolean isAwake() {
        return (int) INT.getVolatile(row, SlotLayout.ASLEEP) == AWAKE;
    }

    /** Tells what a row holds that no worker writes; empty if nothing. */
    Optional<String> flaw() {
        int inside = row.get(JAVA_INT, SlotLayout.INSIDE);
        int asleep = row.get(JAVA_INT, SlotLayout.ASLEEP);
        if (inside < 0 || inside > 1 || asleep < 0 || asleep > AWAKE) {
            return Optional.of("inside=" + inside + ", asleep=" + asleep);
        }
        if (currentChunk() < -1 || elementsDone() < 0 || chunksDone() < 0) {
            return Optional.of("currentChunk=" + currentChunk() + ", elementsDone=" + elementsDone() + ", chunksDone="
                    + chunksDone());
        }
        int error = row.get(JAVA_INT, SlotLayout.ERROR_BYTE_SIZE);
        return error < 0 || error > SlotLayout.ERROR_BYTES ? Optional.of("errorByteSize=" + error) : Optional.empty();
    }

    private void add(long offset, long amount) {
        row.set(JAVA_LONG, offset, row.get(JAVA_LONG, offset) + amount);
    }
}
