package io.gatun.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the protocols between processes at which one of them may be gone the next moment, in their order; and, for tests, a way
 * to make it so.
 *
 * <p>What Gatun promises of crashes it promises of <em>any</em> moment: a process may die between any two stores to shared memory, any
 * two system calls. A test that kills from outside hits the moments that take long, never the few instructions that matter. So the code
 * names each moment that something else can see, and says that it has come there: {@code CrashPoint.CHUNK_CLAIMED.reach()}. A process
 * that was started with {@code -Dgatun.crash.at=CHUNK_CLAIMED} sends itself SIGKILL there: as real as a death can be, at a place that
 * was chosen. {@code EveryStepTest}, beside the workers, has each of these steps be somebody's last.
 *
 * <p>Others call this a failpoint. Whoever adds a step to a protocol adds its name here, and a line to that test, which fails for a
 * name that it does not know.
 *
 * <table class="striped">
 * <caption>System properties, read once</caption>
 * <thead><tr><th>property</th><th>what it says</th></tr></thead>
 * <tbody>
 * <tr><td>{@value #AT_PROPERTY}</td><td>the step, by its name here: {@code NAME}, or {@code NAME:n} for its n-th time in the process</td>
 * </tr>
 * <tr><td>{@value #ONCE_PROPERTY}</td><td>a file: only a process that can make it dies, from its n-th time on. So of several that were
 * started alike one dies, and the one in its place lives. Removed, the file can be made once more</td></tr>
 * </tbody>
 * </table>
 *
 * <p><b>Cost:</b> without the property, none once compiled: {@code ARMED} is a {@code static final} null, to which the constant that a
 * call names is never equal; compilers fold the comparison away. Before that, a call and a comparison.
 *
 * <p><b>Threads:</b> any. <b>Crash behaviour:</b> the other threads of the process are ended by the kernel as soon as it gets at
 * them, some microseconds after this one.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=fail&amp;sektion=9">fail(9)</a>
 */
public enum CrashPoint {
    /** A segment's file exists, under its temporary name. */
    SEGMENT_CREATED,
    /** And has its creator's lock. */
    SEGMENT_LOCKED,
    /** And its length, and all its pages. */
    SEGMENT_RESERVED,
    /** And is mapped. */
    SEGMENT_MAPPED,
    /** And holds what it should. */
    SEGMENT_INITIALIZED,
    /** And has its name. */
    SEGMENT_NAMED,
    /** A segment has got another name: an output is where it should be. */
    SEGMENT_RENAMED,
    /** A segment's name is gone. */
    SEGMENT_UNLINKED,

    /** A worker's process was started, and nothing more is known of it. */
    PROCESS_STARTED,
    /** A process has mapped a control segment that was there. */
    CONTROL_ATTACHED,
    /** A worker's row says that it has come. */
    WORKER_ATTACHED,

    /** All chunks of a job to come are free; until here it is the one before that can be taken up, or none. */
    AREA_CLEARED,
    /** The job's description is written. */
    DESCRIPTION_WRITTEN,
    /** Nothing can be claimed: what was posted before is gone from the board. */
    BOARD_CLOSED,
    /** The round's numbers and how many chunks it has are written. */
    NUMBERS_WRITTEN,
    /** The job's numbers are written once more, for whoever takes it up. */
    BEGIN_WRITTEN,
    /** The job can be taken up from now on. */
    JOB_BEGUN,
    /** The round is on the board, its chunks still closed. */
    ROUND_POSTED,
    /** Chunks can be claimed. */
    ROUND_OPENED,
    /** Workers that look see that there is something; those that sleep are not woken yet. */
    ROUND_PUBLISHED,

    /** A worker says that it may hold chunks. */
    WORKER_INSIDE,
    /** A worker has claimed chunks, of which the ledger does not know. */
    CHUNKS_TAKEN,
    /** What a worker saved is no longer what it was; all blocks before this one are done. */
    UNDO_BEGUN,
    /** A block's content is copied, which nobody knows yet. */
    UNDO_COPIED,
    /** A block's content is saved, and it may be changed. */
    UNDO_SAVED,
    /** The ledger knows who has the chunk. */
    CHUNK_CLAIMED,
    /** A kernel has done a part of its block. Only test kernels come here. */
    KERNEL_AT_WORK,
    /** A number of a block's partial is written. */
    PARTIAL_WRITTEN,
    /** The ledger knows the chunk as done. */
    CHUNK_DONE,
    /** The worker's row counts it. */
    CHUNK_COUNTED,
    /** Chunks are reported back, perhaps the last ones. */
    CHUNKS_REPORTED,
    /** The round is completed, which wakes nobody yet. */
    ROUND_COMPLETED,
    /** The worker's row says that it holds nothing. */
    WORKER_LEFT,

    /** A round is no longer on the board, its chunks still open. */
    ROUND_HIDDEN,
    /** And its chunks closed. */
    ROUND_WITHDRAWN,
    /** A block that was being changed is as it was, which nobody knows yet. */
    BLOCK_RESTORED,
    /** And known to be. */
    BLOCK_MARKED,
    /** A chunk that was claimed is free. */
    CHUNK_FREED,
    /** A chunk is given up for good. */
    CHUNK_LOST,
    /** The row of a worker that died, or of a pool that is taken over, is ready for another. */
    ROW_RESET,

    /** The coordinator knows that the job is done. */
    JOB_COMPLETED,
    /** Its report is made. */
    JOB_REDUCED,
    /** The job cannot be taken up any more: its results are where they should be, or nobody wants them. */
    JOB_FINISHED,

    /** Whoever takes a pool over has its lock. */
    TAKEOVER_LOCKED,
    /** And is its coordinator, by what the segment says. */
    TAKEOVER_TOLD,

    /** Whoever removes orphans has locked one, to look at it once more. */
    ORPHAN_LOCKED,

    /** Whoever attaches a lock or a value has the kernel's lock of a row, which still tells of the one before. */
    ROW_LOCKED,
    /** And the row's incarnation counts it, but who it is is not written. */
    ROW_COUNTED,
    /** And it is. */
    ROW_CLAIMED,
    /** A lock is taken. */
    LOCK_TAKEN,
    /** A thread waits for a lock, and the lock's word says so. */
    LOCK_WAITING,
    /** A lock is free, and whoever waits for it sleeps. */
    LOCK_RELEASED,
    /** A lock is taken from a dead owner, which nobody has counted. */
    LOCK_TAKEN_FROM_DEAD,
    /** And that death is counted. */
    LOCK_DEATH_COUNTED,
    /** And what the lock guards is repaired. */
    LOCK_REPAIRED,
    /** A process has a permit of a bounded semaphore, which still counts it as available. */
    PERMIT_TAKEN,
    /** And has given it back, which the semaphore does not count yet. */
    PERMIT_RELEASED,
    /** A process has come to read, or left, of which the number of readers does not tell. */
    READER_COUNTED,
    /** An event is set, and whoever waits for it sleeps. */
    EVENT_SET,
    /** A thread has come to a barrier, and is inside its monitor. */
    BARRIER_REACHED,
    /** A thread runs the action of a barrier. */
    BARRIER_ACTING,
    /** A round of a barrier is over, and those who have arrived are still counted. */
    BARRIER_ROUND_OVER,
    /** A thread waits for a condition, and still holds the lock. */
    CONDITION_ENTERED,
    /** A thread is signalled, and sleeps. */
    CONDITION_SIGNALLED,
    /** Who has the writers' lock says that it writes. */
    WRITING_BEGUN,
    /** And that all is written, and still has the lock. */
    WRITING_ENDED,
    /** A lock is unusable, and whoever waits for it sleeps. */
    LOCK_GIVEN_UP,

    /** What is about to be overwritten in a shared heap is logged. */
    CHANGE_LOGGED,
    /** And overwritten. */
    CHANGE_STORED,
    /** A change is complete, and readers still wait for it. */
    CHANGE_COMMITTED,
    /** A part of what a dead process had changed is taken back. */
    CHANGE_UNDONE,
    /** A heap has more memory, of which it does not know yet. */
    HEAP_RESERVED,
    /** An element is written into a queue's ring, which does not have it yet. */
    QUEUE_WRITTEN,
    /** And it has, where the next one goes is not written. */
    QUEUE_PUT,
    /** An element is taken from a queue, whose lock is still held. */
    QUEUE_TAKEN,
    /** An element is removed from within a queue, and not counted as that. */
    QUEUE_REMOVED,
    /** A thread is about to sleep until a queue changes. */
    QUEUE_WAITING;

    /** The property that names the step at which this process kills itself. */
    public static final String AT_PROPERTY = "gatun.crash.at";

    /** The property that names the file which whoever kills itself must make. */
    public static final String ONCE_PROPERTY = "gatun.crash.once";

    private static final @Nullable CrashPoint ARMED;
    private static final int FROM_TIME;
    private static final AtomicInteger TIMES = new AtomicInteger();

    static {
        String at = System.getProperty(AT_PROPERTY, "");
        int colon = at.indexOf(':');
        ARMED = at.isEmpty() ? null : valueOf(colon < 0 ? at : at.substring(0, colon));
        FROM_TIME = colon < 0 ? 1 : Integer.parseInt(at.substring(colon + 1));
        if (ARMED != null) {
            Unistd.link(); // now, so that nothing goes on for 20 ms while the process is about to die
        }
    }

    /** Says that this process has come to this step; does not return if that was to be its last. */
    public void reach() {
        if (this == ARMED) {
            reachArmed();
        }
    }

    private static void reachArmed() {
        if (TIMES.incrementAndGet() >= FROM_TIME && isFirst()) {
            Signal.killThisProcess();
        }
    }

    private static boolean isFirst() {
        String once = System.getProperty(ONCE_PROPERTY);
        if (once == null) {
            return true;
        }
        try {
            Files.createFile(Path.of(once));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
