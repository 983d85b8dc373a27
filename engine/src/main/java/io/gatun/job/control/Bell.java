package io.gatun.job.control;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gatun.posix.CrashPoint;
import io.gatun.posix.Futex;
import io.gatun.posix.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How coordinator and workers wait for each other: on a word that counts up, at first spinning, then asleep in the kernel.
 *
 * <p>Who is about to sleep says so first and looks at the word once more; who changes the word looks for sleepers after it.
 * Both orders are volatile, so that one of the two sees the other (Dekker), and a wake-up costs no system call where nobody
 * sleeps.
 *
 * <p>A cold JVM needs 15 to 40 ms to link its first native call. So a worker does without at first and looks at the word every
 * now and then, until it is some tenths of a second old; as long as a worker cannot wake the coordinator, this looks now and then
 * too. {@link WorkerSlot#canWake} tells.
 *
 * <p><b>Threads:</b> one at a time for each of the three roles: worker, coordinator, and whoever posts.
 *
 * @see <a href="https://www.akkadia.org/drepper/futex.pdf">Drepper, Futexes Are Tricky, 2011</a>
 */
public final class Bell implements AutoCloseable {
    /** What is published when a pool is closed, in place of a job's number: workers end. */
    public static final int CLOSING = -1;

    private static final long FIRST_LOOK_NANOS = 200_000;
    private static final long LAST_LOOK_NANOS = 2_000_000;

    /** How old a worker gets before it takes the time to link native calls; by then a small job is done. */
    private static final long LINK_AFTER_NANOS = 150_000_000;

    private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

    private final long madeNanos = System.nanoTime();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment header;
    private final Spin workersSpin;
    private final Spin coordinatorSpins;
    private final Futex workersSleepOnPublished;
    private final Futex postersWakePublished;
    private final Futex coordinatorSleeps;
    private final Futex workersWakeCoordinator;
    private final Futex othersWakeCoordinator;
    private boolean closed;

    Bell(MemorySegment header) {
        this.header = header;
        this.workersSpin = new Spin(header);
        this.coordinatorSpins = new Spin(header);
        MemorySegment published = header.asSlice(HeaderLayout.PUBLISHED, Integer.BYTES);
        MemorySegment waiting = header.asSlice(HeaderLayout.WAITING, Integer.BYTES);
        this.workersSleepOnPublished = new Futex(published, arena);
        this.postersWakePublished = new Futex(published, arena);
        this.coordinatorSleeps = new Futex(waiting, arena);
        this.workersWakeCoordinator = new Futex(waiting, arena);
        this.othersWakeCoordinator = new Futex(waiting, arena);
    }

    /**
     * Publishes the job that was posted, and wakes workers that sleep if too few are awake.
     *
     * @param rows the rows of the workers there are
     * @param useful how many the job has work for
     */
    public void publish(int number, WorkerSlot[] rows, long useful) {
        INT.setVolatile(header, HeaderLayout.PUBLISHED, number);
        VarHandle.fullFence();
        CrashPoint.ROUND_PUBLISHED.reach();
        wake(rows, useful);
    }

    /**
     * Wakes workers that sleep until so many are awake, by what their rows say. One whose process is still coming up is not:
     * a job should not wait for it while others sleep.
     */
    public void wake(WorkerSlot[] rows, long useful) {
        int asleep = 0;
        int awake = 0;
        for (WorkerSlot row : rows) {
            asleep += row.isAsleep() ? 1 : 0;
            awake += row.isAwake() ? 1 : 0;
        }
        long missing = useful - awake;
        if (asleep > 0 && missing > 0) {
            postersWakePublished.wake((int) Math.min(missing, asleep));
        }
    }

    /** Returns the highest number that a round may have had, of those that are known here. */
    int lastNumber() {
        return Math.max(published(), (int) INT.getAcquire(header, HeaderLayout.COMPLETED));
    }

    /** Publishes a number that is no job's, as whoever takes a pool over, before workers come: it may have been closing. */
    void reopen(int number) {
        INT.setRelease(header, HeaderLayout.WAITING, 0);
        INT.setRelease(header, HeaderLayout.PUBLISHED, number);
    }

    /** Returns the number of the last job that was published, with acquire. */
    public int published() {
        return (int) INT.getAcquire(header, HeaderLayout.PUBLISHED);
    }

    /**
     * Waits, as a worker, until another job than {@code seen} is published.
     *
     * @param spins whether there is a processor for this worker to spin on, beside those of the others and the coordinator:
     *     otherwise it would keep one of them from working
     * @param limitNanos for how long
     * @return the number of the last job; {@code seen} if the time is over
     */
    public int awaitPublished(int seen, WorkerSlot row, boolean spins, long limitNanos) {
        if (published() != seen || (spins && workersSpin.whileEqual(HeaderLayout.PUBLISHED, seen))) {
            return published();
        }
        int published = sleepUntilPublished(seen, row, limitNanos);
        workersSpin.slept();
        return published;
    }

    private int sleepUntilPublished(int seen, WorkerSlot row, long limitNanos) {
        if (!row.canWake()) {
            int published = lookNowAndThen(seen);
            if (published != seen) {
                return published;
            }
            Unistd.link();
            row.setCanWake();
        }
        row.setAsleep(true);
        if ((int) INT.getVolatile(header, HeaderLayout.PUBLISHED) == seen) {
            workersSleepOnPublished.await(seen, limitNanos);
        }
        row.setAsleep(false);
        return published();
    }

    /** Notes, as a worker, that all chunks of a job are reported back, and wakes the coordinator if it sleeps. */
    public void complete(CurrentJob job, WorkerSlot row) {
        complete(job);
        if (row.canWake()) {
            wakeCoordinator(workersWakeCoordinator);
        }
    }

    /** Wakes the coordinator for another reason than a completed job; safe for any thread of its process. */
    public synchronized void wakeCoordinator() {
        if (!closed) {
            wakeCoordinator(othersWakeCoordinator);
        }
    }

    private void wakeCoordinator(Futex futex) {
        if ((int) INT.getVolatile(header, HeaderLayout.WAITING) != 0) {
            INT.setVolatile(header, HeaderLayout.WAITING, 0); // also for one that is about to sleep: it will not
            futex.wake(1);
        }
    }

    /** Notes, as the coordinator, that all chunks of a job are reported back. */
    public void complete(CurrentJob job) {
        INT.setVolatile(header, HeaderLayout.COMPLETED, job.number());
        CrashPoint.ROUND_COMPLETED.reach();
    }

    /** Tells, with acquire, whether all chunks of a job are reported back. */
    public boolean isCompleted(CurrentJob job) {
        return (int) INT.getAcquire(header, HeaderLayout.COMPLETED) == job.number();
    }

    /** Spins, as the coordinator, until a job is completed, for a few microseconds; tells whether it is. */
    public boolean spinForCompletion(CurrentJob job) {
        int completed = (int) INT.getAcquire(header, HeaderLayout.COMPLETED);
        return completed == job.number() || coordinatorSpins.whileEqual(HeaderLayout.COMPLETED, completed);
    }

    /** Notes, as the coordinator, that a job is completed for which it had to sleep. */
    public void sleptForCompletion() {
        coordinatorSpins.slept();
    }

    /**
     * Sleeps, as the coordinator, until a job is completed, the time is over, or somebody {@linkplain #wakeCoordinator wakes}
     * it, or for no reason.
     *
     * @param isWanted tells, once more before it sleeps, whether there is another reason to be awake
     */
    public void sleepForCompletion(CurrentJob job, BooleanSupplier isWanted, long limitNanos) {
        INT.setVolatile(header, HeaderLayout.WAITING, 1);
        if ((int) INT.getVolatile(header, HeaderLayout.COMPLETED) != job.number() && !isWanted.getAsBoolean()) {
            coordinatorSleeps.await(1, limitNanos);
        }
        INT.setVolatile(header, HeaderLayout.WAITING, 0);
    }

    @Override
    public synchronized void close() {
        closed = true;
        arena.close();
    }

    private int lookNowAndThen(int seen) {
        for (long nanos = FIRST_LOOK_NANOS; System.nanoTime() - madeNanos < LINK_AFTER_NANOS; nanos += nanos / 4) {
            LockSupport.parkNanos(Math.min(nanos, LAST_LOOK_NANOS));
            if (published() != seen) {
                break;
            }
        }
        return published();
    }
}
